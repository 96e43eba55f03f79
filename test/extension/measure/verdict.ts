import { breaksOf, type Seen } from '../browsers.js';
import { QUIET_MS, type Called } from './leader.js';

export interface Verdict {
  readonly called: number;
  readonly missed: number;
  /** Shown more than once, or though nobody was to see it. */
  readonly doubled: number;
  readonly late: number;
  /** Milliseconds from each call to the screen. */
  readonly delays: readonly number[];
  /** Seconds. 0 = each second that was on the screen was the right one. */
  readonly wrongBy: number;
}

/** What one screen showed, held against what was called. */
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

/** How far each drawing of a break's countdown is from the truth. A drawing may follow the end before for as long as a command takes. */
function errorsOf(seen: readonly Seen[], { restId, ends, due, at: calledAt }: Called): number[] {
  const allowed = Math.max(QUIET_MS, due - calledAt);
  return seen
    .filter((one) => one.is === 'shown' && one.phase === 'timed' && one.restId === restId)
    .map(({ at, seconds = 0 }) => {
      const current = ends.filter((end, index) => {
        const next = ends[index + 1];
        return end.since <= at && (!next || at <= next.since + allowed);
      });
      // Rounded up: any number from the truth to one above it is right.
      const errors = current.map((end) => Math.abs(seconds - 0.5 - (end.at - at) / 1000) - 0.5);
      return Math.max(0, Math.min(...errors));
    });
}

/** @returns the value below which a share of the values is */
export const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? NaN;
