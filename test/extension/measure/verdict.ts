import { breaksOf, type Seen } from '../browsers.js';
import { QUIET_MS, type Called } from './leader.js';

export interface Verdict {
  readonly called: number;
  readonly missed: number;
  /** The number of breaks shown more than once, or shown although no member should see them. */
  readonly doubled: number;
  readonly late: number;
  /** Milliseconds from each call to the screen. */
  readonly delays: readonly number[];
  /** The largest error of the countdown, in seconds; 0 = every displayed second was right. */
  readonly wrongBy: number;
}

/** Compares what one screen showed with what was called. */
export function verdictOn(seen: readonly Seen[], called: readonly Called[]): Verdict {
  const shown = breaksOf(seen);
  const timesOf = ({ restId }: Called) => shown.filter((one) => one.restId === restId);
  const open = called.filter(({ isSecret }) => !isSecret);
  const firsts = open.flatMap((one) => {
    const [first] = timesOf(one);
    return first ? [{ at: first.at, one }] : [];
  });
  return {
    called: open.length,
    missed: open.filter((one) => timesOf(one).length === 0).length,
    doubled: called.filter((one) => timesOf(one).length > (one.isSecret ? 0 : 1)).length,
    late: firsts.filter(({ at, one }) => at > one.due).length,
    delays: firsts.map(({ at, one }) => at - one.at),
    wrongBy: Math.max(0, ...called.flatMap((one) => errorsOf(seen, one))),
  };
}

export const isGood = ({ missed, doubled, late, wrongBy }: Verdict): boolean =>
  missed + doubled + late === 0 && wrongBy <= 1;

/**
 * The error of each displayed countdown. A screen may show the previous end for as long as a command takes.
 */
function errorsOf(seen: readonly Seen[], { restId, ends, due, at: calledAt }: Called): number[] {
  const allowed = Math.max(QUIET_MS, due - calledAt);
  return seen
    .filter((one) => one.is === 'shown' && one.phase === 'timed' && one.restId === restId)
    .map(({ at, seconds = 0 }) => {
      const current = ends.filter((end, index) => {
        const next = ends[index + 1];
        return end.since <= at && (!next || at <= next.since + allowed);
      });
      // Countdowns are rounded up, so any number from the exact value to one above it is right.
      const errors = current.map((end) => Math.abs(seconds - 0.5 - (end.at - at) / 1000) - 0.5);
      return Math.max(0, Math.min(...errors));
    });
}

/** @returns the value below which a share of the values is */
export const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? NaN;
