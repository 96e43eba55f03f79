import type { MeetingId } from '../../domain/meeting-id.js';

export const roles = ['member', 'leader', 'display'] as const;

/**
 * Leaders also get frames about the members. A display is a screen in the room, which gets a member's frames.
 * Neither counts as a member.
 */
export type Role = (typeof roles)[number];

/** `caught-up`: the service ends the stream after the missed notices and `state`. For pollers and scripts. */
export const endConditions = ['caught-up'] as const;
export type EndCondition = (typeof endConditions)[number];

/** The parameters that requests for all kinds of stream have, and the guard's decision. */
interface AnyStreamRequest {
  readonly role: Role;
  /** Left out = never. A stream that ends by itself is not counted as a member. */
  readonly until?: EndCondition | undefined;
  /** Seconds between heartbeats; left out = as configured. */
  readonly heartbeatSeconds?: number | undefined;
  /**
   * The client's address, to limit its streams (`limits/address.ts`). A function, because it is needed only
   * if that limit is set.
   */
  readonly address: () => string;
  /** When the client's token expires, in milliseconds since the epoch; `undefined` = never. */
  readonly expiresAt?: number | undefined;
  /** Whether the permission cannot be checked now, because the store or the identity provider is away. */
  readonly isUndecided: boolean;
}

/** A request for the stream of a meeting. */
export interface StreamRequest extends AnyStreamRequest {
  readonly meetingId: MeetingId;
  /** The client's cursor, not validated; `undefined` = the client sent none. */
  readonly cursor?: unknown;
  /** The id under which the client answers breaks; ignored for a display. */
  readonly clientId?: string | undefined;
}

/** A request for the overview of several meetings. */
export interface OverviewRequest extends AnyStreamRequest {
  readonly meetingIds: readonly MeetingId[];
}
