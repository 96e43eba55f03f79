/**
 * The load in each second of the day, apart from faults: members that come and go, and notices. A pure
 * function of the time, so that each run of the model gives the same result.
 */
export function dayOf(a) {
  const meetings = a.members / a.membersPerMeeting;
  const occupied = (hour) => a.occupancy[hour] ?? 0;
  return {
    meetings,
    /** Members that enter or leave a meeting in this second; a member who changes meetings does both. */
    flow(t) {
      const change = nearest(t, 1800);
      const into = Math.abs(t - change);
      if (into > a.arrivalSeconds) return { join: 0, leave: 0 };
      const each = 1 / (2 * a.arrivalSeconds + 1);
      const hour = Math.floor(change / 3600);
      const [before, after] =
        change % 3600 === 0 ? [occupied(hour - 1), occupied(hour)] : [occupied(hour), occupied(hour)];
      const changing = a.changing * Math.min(before, after);
      const join = (changing + Math.max(0, after - before)) * a.members * each;
      const leave = (changing + Math.max(0, before - after)) * a.members * each;
      return { join, leave };
    },
    /** Notices in this second, caused by commands and by time, if this many members are present. */
    notices(t, present) {
      const open = present / a.membersPerMeeting;
      const start = a.breakMinute * 60;
      const called = share(secondsAfter(t, start), 0, a.leaderSeconds) * (1 - a.plannedShare) * open;
      const planned = secondsAfter(t, start) === 0 ? a.plannedShare * open : 0;
      return { commands: called, due: planned + this.ends(t, open) };
    },
    /** Notices that a break ends in a minute, and that it has ended. */
    ends(t, open) {
      return [a.breakSeconds - 60, a.breakSeconds].reduce((sum, later) => {
        const since = secondsAfter(t, a.breakMinute * 60 + later);
        const planned = since === 0 ? a.plannedShare : 0;
        return sum + (planned + share(since, 0, a.leaderSeconds) * (1 - a.plannedShare)) * open;
      }, 0);
    },
    /** Answers of members in this second: `seen` after each break began, `back` before it ends. */
    answers(t, present) {
      const since = secondsAfter(t, a.breakMinute * 60);
      const seen =
        share(since, 0, a.seenSeconds) * a.plannedShare +
        share(since, 0, a.leaderSeconds + a.seenSeconds) * (1 - a.plannedShare);
      const back = share(since, a.breakSeconds - a.backSeconds, a.breakSeconds);
      return (seen * a.seenShare + back * a.backShare) * present;
    },
  };
}

/** The multiple of `step` that is nearest to `t`. */
const nearest = (t, step) => Math.round(t / step) * step;

/** Seconds since the last time that was `offset` seconds after a full hour. */
const secondsAfter = (t, offset) => (((t - offset) % 3600) + 3600) % 3600;

/** The share that falls into this second, if it is spread evenly from `from` to `until`. */
const share = (since, from, until) => (since >= from && since < until ? 1 / (until - from) : 0);
