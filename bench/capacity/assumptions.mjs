/**
 * The day that the capacity model computes, and what nobody has measured. What was measured is in costs.json.
 * Times of the day are in seconds since midnight.
 */
const at = (hours, minutes = 0) => hours * 3600 + minutes * 60;

export const assumptions = {
  members: 1_000_000,
  membersPerMeeting: 20,

  from: at(8, 45),
  until: at(18, 15),
  /** Share of the members that are in a meeting from each of these hours on. */
  occupancy: { 9: 0.6, 10: 1, 11: 1, 12: 0.4, 13: 0.9, 14: 1, 15: 1, 16: 0.8, 17: 0.6, 18: 0 },
  /** Share of the meetings that end and begin at :00, and as many at :30. Their members come this long before and after. */
  changing: 0.5,
  arrivalSeconds: 180,

  /** A break of ten minutes at :50, in each meeting. Leaders call it within so many seconds; a plan is due at once. */
  breakMinute: 50,
  breakSeconds: 600,
  plannedShare: 0.5,
  leaderSeconds: 60,
  /** A page says `seen` when it shows a break: the share of members whose tab is visible, and how far it is spread. */
  seenShare: 0.6,
  seenSeconds: 1,
  /** Later, some say that they are back, within the last minutes of the break. */
  backShare: 0.3,
  backSeconds: 120,

  /** Laptops that fall asleep: share of the connected members in an hour, and for how long. */
  sleepPerHour: 0.05,
  sleepSeconds: 600,

  /** Each process in turn: told to end, gone, ready again, and a moment until the next. */
  deploys: [at(10, 40), at(15, 20)],
  restartSeconds: 10,
  settleSeconds: 10,

  failover: { at: at(11, 15), seconds: 15 },
  cut: { at: at(14, 10), seconds: 60, share: 0.1 },

  /** Seconds between two heartbeats, two comments, two position checks, two writes of the members (defaults of the service). */
  heartbeatSeconds: 30,
  commentSeconds: 30,
  checkSeconds: 4,
  presenceSeconds: 10,
  /** Share of a core that reopening may use: RECONNECT_CPU_PERCENT. */
  reconnectShare: 0.5,

  /** A master of a Cluster that passes a classic PUBLISH on, beside one that announces it to a process. */
  busFactor: 1,
  /** A commit that loses the race for what is due, beside a command. It decides nothing and is answered to nobody. */
  raceFactor: 0.5,
};

/**
 * How clients reach processes (`together`: all members of a meeting on one), how notices are announced (`sharded`),
 * and whether all processes that follow a meeting race to commit what is due in it (`races`).
 */
export const variants = {
  classic: { label: 'A: members anywhere, classic pub/sub', together: false, sharded: false, races: true },
  sharded: { label: 'B: as A, sharded pub/sub', together: false, sharded: true, races: true },
  calm: { label: 'C: as B, one process commits what is due', together: false, sharded: true, races: false },
  together: {
    label: 'D: members of a meeting on one process, sharded',
    together: true,
    sharded: true,
    races: true,
  },
};

/** What a fleet must hold, in the worst second. */
export const limits = {
  /** Seconds of work that wait for a process, and for a master: what a break is late. */
  waitSeconds: 1,
  /** Use of a core, over the busiest minute. */
  use: 0.7,
  /** Memory of a process, in MiB. */
  memoryMib: 1024,
};
