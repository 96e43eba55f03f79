import { historyFrom, type History } from './history.js';
import type { MeetingId } from './meeting-id.js';
import type { Schedule } from './schedule-fields.js';
import type { Language } from './texts.js';
import type { Timestamp } from './timestamp.js';

/**
 * The state of a meeting, computed from its notices.
 * The rules in this folder are pure functions without I/O and without a clock: `due` returns the notices that
 * have become due, `decide` the notices that a command causes, and `evolve` the state after a notice.
 * Replaying all notices of a meeting through `evolve` gives its state.
 */
export interface Meeting {
  readonly id: MeetingId;
  /** `null` = not started, or ended: then only the history of the meeting is known. */
  readonly startedAt: Timestamp | null;
  /** The title that the leader gave the meeting; `null` = none. */
  readonly title: string | null;
  /** The current break; `null` = no break. */
  readonly currentBreak: Break | null;
  /**
   * Start of the current stretch of work; `null` = during a break, or when the meeting is not in progress.
   */
  readonly workingSince: Timestamp | null;
  /** The break that members answer: the current break, or else the last one. */
  readonly round: Round | null;
  readonly plan: Plan | null;
  /** Kept as long as the log, also after the end of the meeting. */
  readonly history: History;
  /**
   * State of the meeting that a later version stored and this version cannot read: JSON by property name.
   * No rule applies to this state, so nothing in it becomes due here. The store writes it back byte for byte.
   */
  readonly later?: Later | undefined;
}

export type Later = Readonly<Record<string, string>>;

/** `later` without the property `name`, which a notice of this version replaces. */
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
  /**
   * From the start to the last announced end. `null` = until a leader ends the break; then `endsAt` is also
   * null.
   */
  readonly durationSeconds: number | null;
  readonly endsAt: Timestamp | null;
  /** Time of the warning that the break is about to end. `null` = no warning, or already sent. */
  readonly warnAt: Timestamp | null;
}

export interface Round {
  readonly breakId: string;
  readonly startedAt: Timestamp;
  readonly language: Language;
  /** Whether the `all_back` notice of this break is logged: once per break. */
  readonly allBack: boolean;
}

/** A schedule with its progress. */
export interface Plan {
  readonly schedule: Schedule;
  /** `null` during a break. */
  readonly nextBreakAt: Timestamp | null;
  /** Whether members have been told that the break is coming. */
  readonly warned: boolean;
  /** Number of times that leaders put off the next break. */
  readonly snoozes: number;
  /** Whether a suggested break is open: no leader has called it, put it off or skipped it. */
  readonly suggested: boolean;
}

export function notStarted(id: MeetingId, history: History = historyFrom(null)): Meeting {
  return {
    id,
    startedAt: null,
    title: null,
    currentBreak: null,
    workingSince: null,
    round: null,
    plan: null,
    history,
  };
}
