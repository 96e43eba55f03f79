import { followUp, timeZones, type Call } from './calls.js';
import type { Random } from './random.js';

type SetSchedule = Call & { readonly type: 'set_schedule' };

/** A planned break that becomes due during the run, in a meeting that gets few other commands. */
export interface PlannedBreak {
  readonly meeting: string;
  readonly call: SetSchedule;
  /** How long before the break the members join. */
  readonly inMs: number;
  /** Calls of leaders around that time. */
  readonly calls: readonly { readonly at: number; readonly command: Call; readonly then: Call | undefined }[];
}

/** The plan of the meeting: by a preset, by minutes, or by the clock. */
const BY_MINUTES = [
  { preset: 'brain-break' },
  { preset: 'uk-hse' },
  { every_minutes: 1, duration_minutes: 1 },
];
const SOON_MS = { least: 1_000, most: 3_000 };
const AROUND_MS = 500;

export function plannedBreak(random: Random, meeting: string): PlannedBreak {
  const mode = random.pick(['auto', 'auto', 'auto', 'suggest'] as const);
  const warnSeconds = random.pick([0, 1, 30]);
  const about = { type: 'set_schedule', mode, warnSeconds } as const;
  const call: SetSchedule = random.chance(0.5)
    ? { ...about, minutes: random.pick(BY_MINUTES) }
    : { ...about, inMinutes: 2, timeZone: random.pick(timeZones) };
  const inMs = random.between(SOON_MS.least, SOON_MS.most);
  const calls = Array.from({ length: random.between(0, 3) }, () => {
    const at = random.between(0, inMs + AROUND_MS);
    const command = random.pick<Call>([
      { type: 'announce', message: `${meeting} at ${at}` },
      { type: 'skip' },
      { type: 'announce', message: `${meeting} again at ${at}` },
      { type: 'more_time', clientId: 'client-1' },
    ]);
    // After an undo of the skip, the break begins after all.
    return { at, command, then: command.type === 'skip' ? UNDO : followUp(random, command) };
  });
  return { meeting, call, inMs, calls };
}

const UNDO: Call = { type: 'undo' };
