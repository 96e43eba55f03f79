import type { Request } from 'express';
import { CLIENT_ID, CLIENT_ID_RULE } from '../../problems/fields/client-id.js';
import { MEETING_ID, MEETING_ID_RULE, type MeetingId } from '../../domain/meeting-id.js';
import { InvalidRequest } from '../../problems/invalid-request.js';
import { wholeNumberRule } from '../../problems/fields/whole-number.js';
import { roles, type Visitor } from '../live/visitor.js';

/** Seconds between heartbeats that a client may ask for: contract §9. */
export const HEARTBEAT = { minimum: 3, maximum: 60 };

/** What the URL of a stream says of it. Beside this it may say where to resume from (`cursor.ts`), and show a token. */
export interface StreamQuery extends Pick<Visitor, 'role' | 'clientId'> {
  readonly meetingId: MeetingId;
  /** Seconds. */
  readonly heartbeat: number | undefined;
}

/**
 * Checked by hand, and not by a DTO as all else that comes in: streams come by the thousand, to processes that have just started, and
 * class-validator was a fifth of what opening one cost there. Throws {@link InvalidRequest}.
 */
export function streamQueryOf({ meeting_id, client_id, role, heartbeat }: Request['query']): StreamQuery {
  const seconds = heartbeat === undefined ? undefined : Number(heartbeat);
  const { minimum, maximum } = HEARTBEAT;
  const hasMeeting = isText(meeting_id, MEETING_ID);
  const hasClient = client_id === undefined || isText(client_id, CLIENT_ID);
  const hasRole = role === undefined || isRole(role);
  const hasHeartbeat =
    seconds === undefined || (Number.isInteger(seconds) && seconds >= minimum && seconds <= maximum);
  if (hasMeeting && hasClient && hasRole && hasHeartbeat)
    return { meetingId: meeting_id, clientId: client_id, role, heartbeat: seconds };

  throw new InvalidRequest(
    [
      hasMeeting ? [] : { field: 'meeting_id', message: `must be ${MEETING_ID_RULE}` },
      hasClient ? [] : { field: 'client_id', message: `must be ${CLIENT_ID_RULE}` },
      hasRole ? [] : { field: 'role', message: `must be one of ${roles.join(', ')}` },
      hasHeartbeat ? [] : { field: 'heartbeat', message: wholeNumberRule(HEARTBEAT) },
    ].flat(),
  );
}

/** What is given twice is an array. */
function isText(value: unknown, pattern: RegExp): value is string {
  return typeof value === 'string' && pattern.test(value);
}

function isRole(value: unknown): value is Visitor['role'] {
  return (roles as readonly unknown[]).includes(value);
}
