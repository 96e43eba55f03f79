import type { Request } from 'express';
import { admissionOf, type StreamAdmission } from '../../access/stream.guard.js';
import { CLIENT_ID, CLIENT_ID_RULE } from '../../problems/fields/client-id.js';
import { HEARTBEAT } from '../../domain/heartbeat.js';
import { MEETING_ID, MEETING_ID_RULE, type MeetingId } from '../../domain/meeting-id.js';
import { addressOf } from '../../limits/address.js';
import { meetingIdsOf, MEETINGS_IN_OVERVIEW } from '../../problems/fields/meeting-ids.js';
import { InvalidRequest } from '../../problems/invalid-request.js';
import { wholeNumberRule } from '../../problems/fields/whole-number.js';
import {
  roles,
  endConditions,
  type OverviewRequest,
  type Role,
  type StreamRequest,
  type EndCondition,
} from '../live/stream-request.js';

/** The checked parameters of a stream's URL. */
interface StreamQuery {
  readonly meetingId: MeetingId;
  readonly clientId: string | undefined;
  readonly role: Role | undefined;
  readonly until: EndCondition | undefined;
  /** Seconds. */
  readonly heartbeat: number | undefined;
}

/** Parses the query of a request for a stream. Throws {@link InvalidRequest}. */
export function streamRequestOf(request: Request): StreamRequest {
  // Read once, because Express parses the query at each access.
  const { query } = request;
  const { meetingId, clientId, ...options } = streamQueryOf(query);
  const admission = admissionOf(request);
  return {
    meetingId,
    cursor: cursorOf(request.get('last-event-id'), query),
    clientId: clientId ?? admission.principal?.clientId,
    ...commonOf(request, options, admission),
  };
}

/** Parses the query of a request for an overview. Throws {@link InvalidRequest}. */
export function overviewRequestOf(request: Request): OverviewRequest {
  const { query } = request;
  const meetingIds = meetingIdsOf(query, MEETINGS_IN_OVERVIEW);
  const { role, heartbeat } = query;
  const options = streamQueryOf({ meeting_id: meetingIds[0], role, heartbeat });
  return { meetingIds, ...commonOf(request, options, admissionOf(request)) };
}

function commonOf(
  request: Request,
  { role = 'member', until, heartbeat }: Omit<StreamQuery, 'meetingId' | 'clientId'>,
  { principal, isUndecided }: StreamAdmission,
) {
  return {
    role,
    until,
    heartbeatSeconds: heartbeat,
    address: () => addressOf(request),
    expiresAt: principal?.expiresAt,
    isUndecided,
  };
}

/**
 * The client's cursor, unchecked. The header wins: a browser keeps it current, while the URL of its
 * EventSource stays as it was when the page opened it.
 */
function cursorOf(header: string | undefined, { last_event_id, lastEventId }: Request['query']): unknown {
  return [header, last_event_id, lastEventId].find((cursor) => cursor !== undefined && cursor !== '');
}

/**
 * Checked by hand instead of by a DTO: thousands of streams reconnect to a process that has just started, and
 * class-validator would be a fifth of the cost of opening a stream. Throws {@link InvalidRequest}.
 */
export function streamQueryOf({
  meeting_id,
  client_id,
  role,
  until,
  heartbeat,
}: Request['query']): StreamQuery {
  const seconds = heartbeat === undefined ? undefined : Number(heartbeat);
  const { minimum, maximum } = HEARTBEAT;
  const hasMeeting = isText(meeting_id, MEETING_ID);
  const hasClient = client_id === undefined || isText(client_id, CLIENT_ID);
  const hasRole = role === undefined || isRole(role);
  const hasUntil = until === undefined || isUntil(until);
  const hasHeartbeat =
    seconds === undefined || (Number.isInteger(seconds) && seconds >= minimum && seconds <= maximum);
  if (hasMeeting && hasClient && hasRole && hasUntil && hasHeartbeat)
    return { meetingId: meeting_id, clientId: client_id, role, until, heartbeat: seconds };

  throw new InvalidRequest(
    [
      hasMeeting ? [] : { field: 'meeting_id', message: `must be ${MEETING_ID_RULE}` },
      hasClient ? [] : { field: 'client_id', message: `must be ${CLIENT_ID_RULE}` },
      hasRole ? [] : { field: 'role', message: `must be one of ${roles.join(', ')}` },
      hasUntil ? [] : { field: 'until', message: `must be ${endConditions.join(' or ')}` },
      hasHeartbeat ? [] : { field: 'heartbeat', message: wholeNumberRule(HEARTBEAT) },
    ].flat(),
  );
}

/** A parameter that is given twice is an array. */
function isText(value: unknown, pattern: RegExp): value is string {
  return typeof value === 'string' && pattern.test(value);
}

function isUntil(value: unknown): value is EndCondition {
  return (endConditions as readonly unknown[]).includes(value);
}

function isRole(value: unknown): value is Role {
  return (roles as readonly unknown[]).includes(value);
}
