import { historyFrom, type History } from './history.js';
import type { MeetingId } from './meeting-id.js';
import type { Schedule } from './schedule-fields.js';
import type { Language } from './texts.js';
import type { Timestamp } from './timestamp.js';

/**
 * A meeting, as its notices made it. The rules of this folder are pure functions without I/O or a clock: `due` says what time
 * alone makes happen, `decide` what a command does, `evolve` what a notice changes. Replaying a meeting's notices through
 * `evolve` gives its state.
 */
export interface Meeting {
  readonly id: MeetingId;
  /** `null` = not started, or ended: nothing but its history is known of it. */
  readonly startedAt: Timestamp | null;
  /** The break that is on, if one is. */
  readonly currentBreak: Break | null;
  /** Since when there was no break; `null` = one is on, or nobody is at work. */
  readonly workingSince: Timestamp | null;
  /** The break that members say they are back from: the one that is on, or the last one. */
  readonly round: Round | null;
  readonly plan: Plan | null;
  /** Kept as long as the log, also after the end. */
  readonly history: History;
  /**
   * What a later version stored of the meeting and this one cannot read, as JSON by the name of the member. No rule applies to it,
   * so nothing of it is ever due here; it is stored again byte for byte.
   */
  readonly later?: Later | undefined;
}

export type Later = Readonly<Record<string, string>>;

/** Without one of its members, which something of this version takes the place of. */
export function withoutLater({ later }: Meeting, name: 'rest' | 'plan'): Later | undefined {
  if (later?.[name] === undefined) return later;
  const rest = Object.entries(later).filter(([other]) => other !== name);
  return rest.length > 0 ? Object.fromEntries(rest) : undefined;
}

export interface Break {
  readonly id: string;
  readonly message: string;
  readonly language: Language;
  readonly startedAt: Timestamp;
  /** From its start to its end, as last announced. `null` = until a leader ends it; then `endsAt` is null too. */
  readonly durationSeconds: number | null;
  readonly endsAt: Timestamp | null;
  /** When members are to hear that it is about to end. `null` = never, or they did. */
  readonly warnAt: Timestamp | null;
}

export interface Round {
  readonly breakId: string;
  readonly startedAt: Timestamp;
  readonly language: Language;
  /** Whether it was said that everyone is back: once per break. */
  readonly allBack: boolean;
}

/** A schedule, and how far it is. */
export interface Plan {
  readonly schedule: Schedule;
  /** `null` while a break is on. */
  readonly nextBreakAt: Timestamp | null;
  /** Whether members have heard that it comes. */
  readonly warned: boolean;
  /** How often it was put off. */
  readonly snoozes: number;
  /** A break was suggested, and no leader has called, put off or skipped it. */
  readonly suggested: boolean;
}

export type Command =
  | { readonly type: 'start' }
  | {
      readonly type: 'rest';
      /** Left out = the default text. */
      readonly message?: string;
      readonly durationSeconds?: number;
      /** Of the texts that nobody writes; left out = Japanese, the reference's. */
      readonly language?: Language;
    }
  | { readonly type: 'resume' }
  | { readonly type: 'extend'; readonly seconds: number }
  | { readonly type: 'set_schedule'; readonly schedule: Schedule }
  | { readonly type: 'remove_schedule' }
  | { readonly type: 'snooze'; readonly minutes: number }
  | { readonly type: 'skip' }
  /** Ours, when the last member is back from that break. */
  | { readonly type: 'all_back'; readonly breakId: string }
  | { readonly type: 'end' };

export function notStarted(id: MeetingId, history: History = historyFrom(null)): Meeting {
  return { id, startedAt: null, currentBreak: null, workingSince: null, round: null, plan: null, history };
}
