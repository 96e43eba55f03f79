/**
 * The day that the capacity model computes, and its assumptions that were not measured. The measured costs
 * are in costs.json. Times of day are in seconds since midnight.
 */
const at = (hours, minutes = 0) => hours * 3600 + minutes * 60;

export const assumptions = {
  members: 1_000_000,
  membersPerMeeting: 20,

  from: at(8, 45),
  until: at(18, 15),
  /** Share of the members that are in a meeting from each of these hours on. */
  occupancy: { 9: 0.6, 10: 1, 11: 1, 12: 0.4, 13: 0.9, 14: 1, 15: 1, 16: 0.8, 17: 0.6, 18: 0 },
  /**
   * Share of the meetings that end, and of those that begin, at :00 and again at :30. Their members come up
   * to this many seconds before or after.
   */
  changing: 0.5,
  arrivalSeconds: 180,

  /**
   * Each meeting has a break of ten minutes at :50. A share of them is planned and due at once; leaders call
   * the others within `leaderSeconds`.
   */
  breakMinute: 50,
  breakSeconds: 600,
  plannedShare: 0.5,
  leaderSeconds: 60,
  /**
   * A page sends `seen` when it shows a break: the share of members whose tab is visible, and the seconds
   * over which they send it.
   */
  seenShare: 0.6,
  seenSeconds: 1,
  /**
   * The share of members that send `back`, and the seconds before the end of the break over which they do.
   */
  backShare: 0.3,
  backSeconds: 120,

  /** Laptops that fall asleep: the share of the connected members per hour, and how long they sleep. */
  sleepPerHour: 0.05,
  sleepSeconds: 600,

  /**
   * Times of the rolling restarts. Each process in turn is stopped and back after `restartSeconds`;
   * `settleSeconds` later the next one follows.
   */
  deploys: [at(10, 40), at(15, 20)],
  restartSeconds: 10,
  settleSeconds: 10,

  failover: { at: at(11, 15), seconds: 15 },
  cut: { at: at(14, 10), seconds: 60, share: 0.1 },

  /**
   * Seconds between two heartbeats, two comments, two position checks, two writes of the members (defaults of
   * the service).
   */
  heartbeatSeconds: 30,
  commentSeconds: 30,
  checkSeconds: 4,
  presenceSeconds: 10,
  /** Share of a core that reopening may use: RECONNECT_CPU_PERCENT. */
  reconnectShare: 0.5,

  /**
   * Cost for a master to pass a classic PUBLISH on to another master, relative to announcing it to a process.
   */
  busFactor: 1,
  /**
   * Cost of a commit that loses the race for due notices, relative to a command. It decides nothing and has
   * no answer to send.
   */
  raceFactor: 0.5,
};

/**
 * How clients reach processes (`together`: all members of a meeting on one), how notices are announced
 * (`sharded`), and whether all processes that follow a meeting race to commit its due notices (`races`).
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

/** Limits that a fleet must not exceed, even in the worst second. */
export const limits = {
  /** Seconds of work that wait for a process, and for a master: the delay of a break. */
  waitSeconds: 1,
  /** Use of a core (a fraction) in the busiest minute. */
  use: 0.7,
  /** Memory of a process, in MiB. */
  memoryMib: 1024,
};
