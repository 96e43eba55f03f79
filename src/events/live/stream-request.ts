import type { MeetingId } from '../../domain/meeting-id.js';

export const roles = ['member', 'leader', 'display'] as const;

/** Leaders hear who is here and who is back. A display is a screen in the room, which hears what members hear. Neither is counted. */
export type Role = (typeof roles)[number];

/** What a client asks for when it opens a stream, and what the guard found out about it. */
export interface StreamRequest {
  readonly meetingId: MeetingId;
  readonly role: Role;
  /** The id of the last notice the client has, as it says, so it may be anything; `undefined` = the client is new here. */
  readonly cursor?: unknown;
  /** The name under which the client answers breaks; means nothing for a display. */
  readonly clientId?: string | undefined;
  /** Between heartbeats; left out = as configured. */
  readonly heartbeatSeconds?: number | undefined;
  /** Whose places the stream takes (`limits/address.ts`). A function, since only one of the limits needs it. */
  readonly address: () => string;
  /** When its token expires, in milliseconds since the epoch; `undefined` = never. */
  readonly expiresAt?: number | undefined;
  /** The store or the identity provider is away, so nobody can tell now whether the client may listen. */
  readonly isUndecided: boolean;
}
