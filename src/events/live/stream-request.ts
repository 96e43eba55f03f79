import type { MeetingId } from '../../domain/meeting-id.js';

export const roles = ['member', 'leader', 'display'] as const;

/** Leaders hear who is here and who is back. A display is a screen in the room, which hears what members hear. Neither is counted. */
export type Role = (typeof roles)[number];

/** When the service ends a stream by itself: once the client has what it missed, and `state`. For pollers and scripts. */
export const untils = ['caught-up'] as const;
export type Until = (typeof untils)[number];

/** The parameters of a request for any kind of stream, and the rights that the guard found. */
interface AnyStreamRequest {
  readonly role: Role;
  /** Left out = never. A stream that ends by itself is not counted as a member. */
  readonly until?: Until | undefined;
  /** Between heartbeats; left out = as configured. */
  readonly heartbeatSeconds?: number | undefined;
  /** Whose places the stream takes (`limits/address.ts`). A function, since only one of the limits needs it. */
  readonly address: () => string;
  /** When its token expires, in milliseconds since the epoch; `undefined` = never. */
  readonly expiresAt?: number | undefined;
  /** The store or the identity provider is away, so nobody can tell now whether the client may listen. */
  readonly isUndecided: boolean;
}

/** A request for the stream of a meeting. */
export interface StreamRequest extends AnyStreamRequest {
  readonly meetingId: MeetingId;
  /** The id of the last notice the client has, as it says, so it may be anything; `undefined` = the client is new here. */
  readonly cursor?: unknown;
  /** The name under which the client answers breaks; means nothing for a display. */
  readonly clientId?: string | undefined;
}

/** A request for the overview of several meetings. */
export interface OverviewRequest extends AnyStreamRequest {
  readonly meetingIds: readonly MeetingId[];
}
