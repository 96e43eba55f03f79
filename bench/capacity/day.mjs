/**
 * The load in each second of the day, apart from faults: members that come and go, and notices. A pure
 * function of the time, so that each run of the model gives the same result.
 */
export function dayOf(assumptions) {
  const meetings = assumptions.members / assumptions.membersPerMeeting;
  const occupied = (hour) => assumptions.occupancy[hour] ?? 0;
  return {
    meetings,
    /** Members that enter or leave a meeting in this second; a member who changes meetings does both. */
    flow(time) {
      const change = nearest(time, 1800);
      const into = Math.abs(time - change);
      if (into > assumptions.arrivalSeconds) return { join: 0, leave: 0 };
      const each = 1 / (2 * assumptions.arrivalSeconds + 1);
      const hour = Math.floor(change / 3600);
      const [before, after] =
        change % 3600 === 0 ? [occupied(hour - 1), occupied(hour)] : [occupied(hour), occupied(hour)];
      const changing = assumptions.changing * Math.min(before, after);
      const join = (changing + Math.max(0, after - before)) * assumptions.members * each;
      const leave = (changing + Math.max(0, before - after)) * assumptions.members * each;
      return { join, leave };
    },
    /** Notices in this second, caused by commands and by time, if this many members are present. */
    notices(time, present) {
      const open = present / assumptions.membersPerMeeting;
      const start = assumptions.breakMinute * 60;
      const called =
        share(secondsAfter(time, start), 0, assumptions.leaderSeconds) *
        (1 - assumptions.plannedShare) *
        open;
      const planned = secondsAfter(time, start) === 0 ? assumptions.plannedShare * open : 0;
      return { commands: called, due: planned + this.ends(time, open) };
    },
    /** Notices that a break ends in a minute, and that it has ended. */
    ends(time, open) {
      return [assumptions.breakSeconds - 60, assumptions.breakSeconds].reduce((sum, later) => {
        const since = secondsAfter(time, assumptions.breakMinute * 60 + later);
        const planned = since === 0 ? assumptions.plannedShare : 0;
        return (
          sum + (planned + share(since, 0, assumptions.leaderSeconds) * (1 - assumptions.plannedShare)) * open
        );
      }, 0);
    },
    /** Answers of members in this second: `seen` after each break began, `back` before it ends. */
    answers(time, present) {
      const since = secondsAfter(time, assumptions.breakMinute * 60);
      const seen =
        share(since, 0, assumptions.seenSeconds) * assumptions.plannedShare +
        share(since, 0, assumptions.leaderSeconds + assumptions.seenSeconds) * (1 - assumptions.plannedShare);
      const back = share(since, assumptions.breakSeconds - assumptions.backSeconds, assumptions.breakSeconds);
      return (seen * assumptions.seenShare + back * assumptions.backShare) * present;
    },
  };
}

/** The multiple of `step` that is nearest to `time`. */
const nearest = (time, step) => Math.round(time / step) * step;

/** Seconds since the last time that was `offset` seconds after a full hour. */
const secondsAfter = (time, offset) => (((time - offset) % 3600) + 3600) % 3600;

/** The share that falls into this second, if it is spread evenly from `from` to `until`. */
const share = (since, from, until) => (since >= from && since < until ? 1 / (until - from) : 0);
