import type { Random } from './random.js';

/**
 * A call of a leader, or of a member who asks for more time. Times are relative to when the call is sent,
 * because a plan is made before any clock runs.
 */
export type Call =
  | { readonly type: 'start'; readonly title?: string }
  | {
      readonly type: 'rest';
      readonly message: string;
      readonly durationSeconds?: number;
      readonly endsInSeconds?: number;
    }
  | { readonly type: 'extend'; readonly seconds: number }
  | { readonly type: 'extend'; readonly endsInSeconds: number }
  | ({ readonly type: 'set_schedule'; readonly mode: Mode; readonly warnSeconds: number } & (
      { readonly inMinutes: number; readonly timeZone: string } | { readonly minutes: object }
    ))
  | { readonly type: 'more_time'; readonly clientId: string }
  | { readonly type: 'announce'; readonly message: string }
  | { readonly type: 'resume' | 'skip' | 'undo' | 'end' };

type Mode = (typeof modes)[number];
const modes = ['auto', 'auto', 'suggest'] as const;

/** The shortest breaks that the service allows, in seconds. They end after the faults or among them. */
const TIMED_SECONDS = { least: 10, most: 12 };
/** The service requires an `ends_at` at least 10 s in the future when the call arrives. */
const ENDS_IN_SECONDS = { least: 11, most: 16 };

/** UTC offsets of whole hours, half hours and quarter hours, ahead of UTC and behind it. */
export const timeZones = ['UTC', 'Asia/Tokyo', 'Asia/Kathmandu', 'America/St_Johns', 'Australia/Lord_Howe'];

const kinds = [
  ...Array<'rest'>(12).fill('rest'),
  ...(['announce', 'announce', 'announce', 'set_schedule', 'set_schedule'] as const),
  ...(['resume', 'undo', 'extend', 'extend', 'more_time', 'skip'] as const),
];

/**
 * Returns the given break, or another call in its place. Uses its own random numbers, so that the rest of the
 * seed's plan does not change. The message of `rest` is unique in the run.
 */
export function varied(random: Random, timed: boolean, rest: Call & { type: 'rest' }): Call {
  const { message: name } = rest;
  const kind = random.pick(kinds);
  switch (kind) {
    case 'rest':
      return timed || random.chance(0.4) ? rest : { ...rest, endsInSeconds: endsIn() };
    case 'extend':
      return random.chance(0.5)
        ? { type: kind, seconds: random.pick([-3, -2, -1, 1, 2, 3]) }
        : { type: kind, endsInSeconds: endsIn() };
    case 'set_schedule': {
      const [timeZone, mode] = [random.pick(timeZones), random.pick(modes)];
      return { type: kind, inMinutes: random.between(1, 2), timeZone, mode, warnSeconds: 30 };
    }
    case 'more_time':
      return { type: kind, clientId: `client-${random.between(1, 3)}` };
    case 'announce':
      return { type: kind, message: name };
    default:
      return { type: kind };
  }

  /** In a timed run, a break that the run waits for must end soon. */
  function endsIn(): number {
    return random.between(ENDS_IN_SECONDS.least, timed ? TIMED_SECONDS.most + 1 : ENDS_IN_SECONDS.most);
  }
}

/** A leader's reaction to an answered call: undo it, move the end of the break, or skip the planned break. */
export function followUp(random: Random, call: Call): Call | undefined {
  const { type } = call;
  if (type === 'end' || type === 'announce' || type === 'more_time' || random.chance(0.5)) return undefined;
  const isTimed = 'endsInSeconds' in call || 'durationSeconds' in call;
  if (isTimed && random.chance(0.5))
    return random.pick([...EXTENSIONS, { type: 'more_time', clientId: 'client-1' }]);
  return type === 'set_schedule' && random.chance(0.5) ? { type: 'skip' } : { type: 'undo' };
}

const EXTENSIONS: readonly Call[] = [
  ...[-2, -1, 1, 2].map((seconds) => ({ type: 'extend', seconds }) as const),
  ...[11, 12].map((endsInSeconds) => ({ type: 'extend', endsInSeconds }) as const),
];

/** In a timed run leaders stop early, and their last breaks end by themselves. */
export function rest(random: Random, timed: boolean, message: string): Call & { type: 'rest' } {
  if (!timed || random.chance(0.3)) return { type: 'rest', message };
  const durationSeconds = random.between(TIMED_SECONDS.least, TIMED_SECONDS.most);
  return { type: 'rest', message, durationSeconds };
}

export const LONGEST_TIMED_SECONDS = TIMED_SECONDS.most;
