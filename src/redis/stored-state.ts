import type { History } from '../domain/history.js';
import type { Later, Meeting, Plan, Rest, Round } from '../domain/meeting.js';
import { hasExactly, isSchedule } from '../domain/schedule-fields.js';
import { isTimestamp, type Timestamp } from '../domain/timestamp.js';
import { jsonMembers } from './json-members.js';

/** The part of a meeting that `state` holds. The history outlives the hash, so it has a key of its own. */
type Known = Pick<Meeting, 'startedAt' | 'rest' | 'workingSince' | 'round' | 'plan'>;

const REST = ['id', 'message', 'language', 'startedAt', 'durationSeconds', 'endsAt', 'warnAt'] as const;
const PLAN = ['schedule', 'nextRestAt', 'warned', 'snoozes', 'suggested'] as const;

/**
 * Checks whether this version can read a member of the state. A member without a check is of a later version.
 */
const checks: Record<keyof Known, (value: unknown) => boolean> = {
  startedAt: isTimeOrNull,
  rest: (value) => value === null || isRest(value),
  workingSince: isTimeOrNull,
  round: (value) => value === null || isRound(value),
  plan: (value) => value === null || isPlan(value),
};

/** The JSON of a meeting's state. Members of a later version are written back byte for byte. */
export function writeState({ startedAt, rest, workingSince, round, plan, later = {} }: Meeting): string {
  const known: Known = { startedAt, rest, workingSince, round, plan };
  const members = { ...Object.fromEntries(Object.entries(known).map(toJson)), ...later };
  return `{${Object.entries(members)
    .map(([name, json]) => `${JSON.stringify(name)}:${json}`)
    .join(',')}}`;
}

/**
 * Parses a state: the members that this version knows, and the rest as text. `undefined` = it is no state.
 */
export function readState(json: string | undefined): { known: Partial<Known>; later?: Later } | undefined {
  const state = parsed(json);
  if (json === undefined || typeof state !== 'object' || state === null || Array.isArray(state))
    return undefined;
  const known: Record<string, unknown> = {};
  const later: Record<string, string> = {};
  for (const [name, text] of jsonMembers(json)) {
    const value = (state as Record<string, unknown>)[name];
    if (isKnownMember(name) && checks[name](value)) known[name] = value;
    else later[name] = text;
  }
  return Object.keys(later).length > 0 ? { known, later } : { known };
}

/** Parses a history; `undefined` = it cannot be read, so a new one begins. */
export function readHistory(json: string | null): History | undefined {
  const history = Object(parsed(json)) as Record<keyof History, unknown>;
  const { startedAt, endedAt, breaks, pauseMs, longestStretchMs, recent } = history;
  const isHistory =
    isTimeOrNull(startedAt) &&
    isTimeOrNull(endedAt) &&
    [breaks, pauseMs, longestStretchMs].every((number) => typeof number === 'number') &&
    Array.isArray(recent);
  return isHistory ? (history as History) : undefined;
}

/** Parses JSON; `undefined` = it is not valid. */
export function parsed(json: string | null | undefined): unknown {
  try {
    return JSON.parse(json ?? '');
  } catch {
    // Another program wrote it, or it is damaged: the caller goes on without it.
    return undefined;
  }
}

function toJson([name, value]: [string, unknown]): [string, string] {
  return [name, JSON.stringify(value)];
}

function isKnownMember(name: string): name is keyof Known {
  return Object.hasOwn(checks, name);
}

/**
 * Whether it has exactly the fields of a break. A break with more fields may end in a way that this version
 * does not know.
 */
function isRest(value: unknown): value is Rest {
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

function isPlan(value: unknown): value is Plan {
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

function isRound(value: unknown): value is Round {
  const { restId, startedAt, language, allBack } = Object(value) as Record<string, unknown>;
  return (
    [restId, language].every((field) => typeof field === 'string') &&
    isTimestamp(startedAt) &&
    typeof allBack === 'boolean'
  );
}

function isTimeOrNull(value: unknown): value is Timestamp | null {
  return value === null || isTimestamp(value);
}
