import type { FinalService, FrameHappening } from '../history.js';

/** What a member's page would show. */
export interface MeetingState {
  readonly startedAt: unknown;
  readonly restStartedAt: unknown;
  readonly restId: unknown;
  readonly endsAt: unknown;
  readonly title: unknown;
  readonly nextRestAt: unknown;
}

const NO_BREAK = { restStartedAt: null, restId: null, endsAt: null };
const NOT_STARTED: MeetingState = { startedAt: null, ...NO_BREAK, title: null, nextRestAt: null };

type Json = Readonly<Record<string, unknown>>;

/** The state after a frame; `undefined` if it is unknown until the next `state`. */
export function evolve(
  state: MeetingState | undefined,
  { event, data }: FrameHappening,
): MeetingState | undefined {
  const nextRestAt = data['next_rest_at'];
  switch (event) {
    case 'state':
      return ofSnapshot(data);
    case 'meeting_started':
      return { ...NOT_STARTED, startedAt: data['timestamp'], title: data['title'] };
    case 'message': {
      const { timestamp, rest_id, ends_at } = data;
      return (
        state && { ...state, restStartedAt: timestamp, restId: rest_id, endsAt: ends_at, nextRestAt: null }
      );
    }
    case 'rest_extended':
      return state && { ...state, endsAt: data['ends_at'] };
    case 'rest_ended':
      return state && { ...state, ...NO_BREAK, nextRestAt };
    case 'schedule_changed':
    case 'rest_suggested':
    case 'rest_upcoming':
      return state && { ...state, nextRestAt };
    case 'meeting_ended':
      return NOT_STARTED;
    case 'undone':
      return undefined;
    default:
      return state;
  }
}

/** The state as a service answers it over REST. */
export function ofService({ status, snapshot }: FinalService): MeetingState {
  if (status === null || snapshot === null) return NOT_STARTED;
  // `GET …/status` has the fields of the reference.
  const { started_at: startedAt, rest_started_at: restStartedAt } = status;
  return { ...ofSnapshot(snapshot), startedAt, restStartedAt };
}

/** Whether the states disagree on a field that both know. */
export function differs(one: MeetingState, other: MeetingState): boolean {
  const names = Object.keys(NOT_STARTED) as (keyof MeetingState)[];
  return names.some(
    (name) => one[name] !== undefined && other[name] !== undefined && one[name] !== other[name],
  );
}

function ofSnapshot({ started_at: startedAt, title, next_rest_at: nextRestAt, rest }: Json): MeetingState {
  const { started_at: restStartedAt, rest_id: restId, ends_at: endsAt } = Object(rest) as Json;
  return {
    ...{ startedAt, title, nextRestAt },
    ...(rest === null ? NO_BREAK : { restStartedAt, restId, endsAt }),
  };
}
