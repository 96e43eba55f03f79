import type { Later, Meeting, Plan, Break, Round } from '../domain/meeting.js';
import { hasExactly, isSchedule } from '../domain/schedule-fields.js';
import { isTimeOrNull, isTimestamp, type Timestamp } from '../domain/timestamp.js';
import { jsonMembers, parsed } from './json.js';

/** The part of a meeting that `state` holds. The history outlives the hash, so it has a key of its own. */
type Known = Pick<Meeting, 'startedAt' | 'title' | 'currentBreak' | 'workingSince' | 'round' | 'plan'>;

type StoredRound = Omit<Round, 'breakId'> & { readonly restId: string };
/**
 * A title, and the start that it belongs to: version 0.2 does not know titles, and keeps this one when the
 * meeting is started anew.
 */
interface StoredTitle {
  readonly text: string;
  readonly startedAt: Timestamp | null;
}
type StoredPlan = Omit<Plan, 'nextBreakAt'> & { readonly nextRestAt: Timestamp | null };

/** The state in Redis, where a break has the reference's name, `rest`. */
interface Stored {
  readonly startedAt: Timestamp | null;
  readonly title: StoredTitle | null;
  readonly rest: Break | null;
  readonly workingSince: Timestamp | null;
  readonly round: StoredRound | null;
  readonly plan: StoredPlan | null;
}

/** A field that is missing here does not compile: its breaks would pass for those of a later version. */
const REST = fieldsOf<Break>({
  id: true,
  message: true,
  language: true,
  startedAt: true,
  durationSeconds: true,
  endsAt: true,
  warnAt: true,
});
const PLAN = fieldsOf<StoredPlan>({
  schedule: true,
  nextRestAt: true,
  warned: true,
  snoozes: true,
  suggested: true,
});

/**
 * Checks whether this version can read a member of the state. A member without a check is of a later version.
 */
const checks: Record<keyof Stored, (value: unknown) => boolean> = {
  startedAt: isTimeOrNull,
  title: (value) => value === null || isTitle(value),
  rest: (value) => value === null || isRest(value),
  workingSince: isTimeOrNull,
  round: (value) => value === null || isRound(value),
  plan: (value) => value === null || isPlan(value),
};

/** The JSON of a meeting's state. Members of a later version are written back byte for byte. */
export function writeState(meeting: Meeting): string {
  const members = { ...Object.fromEntries(Object.entries(toStored(meeting)).map(toJson)), ...meeting.later };
  return `{${Object.entries(members)
    .map(([name, json]) => `${JSON.stringify(name)}:${json}`)
    .join(',')}}`;
}

/**
 * Parses a state: the members that this version knows, and the others as text. `undefined` = it is no state.
 */
export function readState(json: string | undefined): { known: Partial<Known>; later?: Later } | undefined {
  const state = parsed(json);
  if (json === undefined || typeof state !== 'object' || state === null || Array.isArray(state))
    return undefined;
  const stored: Record<string, unknown> = {};
  const later: Record<string, string> = {};
  for (const [name, text] of jsonMembers(json)) {
    const value = (state as Record<string, unknown>)[name];
    if (isStoredMember(name) && checks[name](value)) stored[name] = value;
    else later[name] = text;
  }
  const known = fromStored(stored);
  return Object.keys(later).length > 0 ? { known, later } : { known };
}

function toStored({ startedAt, title, currentBreak, workingSince, round, plan }: Known): Stored {
  return {
    startedAt,
    title: title === null ? null : { text: title, startedAt },
    rest: currentBreak,
    workingSince,
    round: round && renamed(round, 'breakId', 'restId'),
    plan: plan && renamed(plan, 'nextBreakAt', 'nextRestAt'),
  };
}

function fromStored({ title, rest, round, plan, ...others }: Partial<Stored>): Partial<Known> {
  return {
    ...others,
    ...(title && title.startedAt === others.startedAt && { title: title.text }),
    ...(rest !== undefined && { currentBreak: rest }),
    ...(round !== undefined && { round: round && renamed(round, 'restId', 'breakId') }),
    ...(plan !== undefined && { plan: plan && renamed(plan, 'nextRestAt', 'nextBreakAt') }),
  };
}

/** The object with one field renamed, in the same order. */
function renamed<T extends object, From extends keyof T, To extends string>(value: T, from: From, to: To) {
  const fields = Object.entries(value).map(([name, field]): [string, unknown] => [
    name === from ? to : name,
    field,
  ]);
  return Object.fromEntries(fields) as Omit<T, From> & Record<To, T[From]>;
}

/** All fields of a type; the compiler checks that none is missing. */
function fieldsOf<T>(fields: Record<keyof T, true>): readonly (keyof T & string)[] {
  return Object.keys(fields) as (keyof T & string)[];
}

function toJson([name, value]: [string, unknown]): [string, string] {
  return [name, JSON.stringify(value)];
}

function isStoredMember(name: string): name is keyof Stored {
  return Object.hasOwn(checks, name);
}

/**
 * Whether it has exactly the fields of a break. A break with more fields may end in a way that this version
 * does not know.
 */
function isRest(value: unknown): value is Break {
  if (!hasExactly(value, REST)) return false;
  const { id, message, language, startedAt, durationSeconds, endsAt, warnAt } = value;
  return (
    [id, message, language].every((field) => typeof field === 'string') &&
    isTimestamp(startedAt) &&
    (durationSeconds === null || typeof durationSeconds === 'number') &&
    isTimeOrNull(endsAt) &&
    isTimeOrNull(warnAt)
  );
}

function isPlan(value: unknown): value is StoredPlan {
  if (!hasExactly(value, PLAN)) return false;
  const { schedule, nextRestAt, warned, snoozes, suggested } = value;
  return (
    isSchedule(schedule) &&
    isTimeOrNull(nextRestAt) &&
    typeof warned === 'boolean' &&
    typeof snoozes === 'number' &&
    typeof suggested === 'boolean'
  );
}

function isRound(value: unknown): value is StoredRound {
  const { restId, startedAt, language, allBack } = Object(value) as Record<string, unknown>;
  return (
    [restId, language].every((field) => typeof field === 'string') &&
    isTimestamp(startedAt) &&
    typeof allBack === 'boolean'
  );
}

function isTitle(value: unknown): value is StoredTitle {
  return hasExactly(value, ['text', 'startedAt']) && typeof value.text === 'string';
}
