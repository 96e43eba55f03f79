import type { Random } from './random.js';

/** What a leader calls, or a member who wants more time. Times are told from when it is sent: a plan knows no clock. */
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

/** The shortest breaks there are. Their ends come when the faults are over, or in the middle of them. */
const TIMED_SECONDS = { least: 10, most: 12 };
/** An end that is named when the call is sent must be ten seconds away when it arrives. */
const ENDS_IN_SECONDS = { least: 11, most: 16 };

/** Minutes and half hours off, ahead and behind. */
export const timeZones = ['UTC', 'Asia/Tokyo', 'Asia/Kathmandu', 'America/St_Johns', 'Australia/Lord_Howe'];

const kinds = [
  ...Array<'rest'>(12).fill('rest'),
  ...(['announce', 'announce', 'announce', 'set_schedule', 'set_schedule'] as const),
  ...(['resume', 'undo', 'extend', 'extend', 'more_time', 'skip'] as const),
];

/**
 * In place of a break that was drawn: that break, or another call. Drawn apart, so that the rest of a seed stays what it was.
 * `name` is unique in the run.
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

  /** In a timed run all breaks that are to be waited for end soon. */
  function endsIn(): number {
    return random.between(ENDS_IN_SECONDS.least, timed ? TIMED_SECONDS.most + 1 : ENDS_IN_SECONDS.most);
  }
}

/** What a leader does about a call that was answered: takes it back, moves the end of the break, skips what was planned. */
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

/** In a timed run leaders fall silent early, and what they called last ends by itself. */
export function rest(random: Random, timed: boolean, message: string): Call & { type: 'rest' } {
  if (!timed || random.chance(0.3)) return { type: 'rest', message };
  const durationSeconds = random.between(TIMED_SECONDS.least, TIMED_SECONDS.most);
  return { type: 'rest', message, durationSeconds };
}

/** Whether the release before does not know it, or not all of it. */
export function isNew(call: Call): boolean {
  const { type } = call;
  if (type === 'extend') return 'endsInSeconds' in call || call.seconds < 0;
  return 'endsInSeconds' in call || 'inMinutes' in call || ['undo', 'announce', 'more_time'].includes(type);
}

export const LONGEST_TIMED_SECONDS = TIMED_SECONDS.most;
