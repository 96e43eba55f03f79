import type { MeetingId } from '../meetings/meeting-id.js';

/*
 * Every name the service uses in Redis. The first and the last are the reference's and other programs rely on them.
 * In a Cluster `{meeting:ID}:…` falls into the slot of `meeting:ID`: ids hold no braces.
 */

/** Hash: the meeting's state. */
export const stateKey = (id: MeetingId): string => `meeting:${id}`;

/** Stream: the meeting's notices, under the ids members resume from. */
export const logKey = (id: MeetingId): string => `{meeting:${id}}:log`;

/** String: what one command did, so that it is not done again. `name` is a digest or a UUID. */
export const doneKey = (id: MeetingId, name: string): string => `{meeting:${id}}:done:${name}`;

/** Hash: which server Redis was last known to be, and since when its logs are whole. */
export const incarnationKey = 'kyukei:incarnation';

/** The same in a Cluster, for one meeting: there a node can be replaced, and a meeting move to another. */
export const meetingIncarnationKey = (id: MeetingId): string => `{meeting:${id}}:incarnation`;

/** Pub/sub channel: each notice as it is logged, and breaks that other programs call. */
export const channel = (id: MeetingId): string => `meeting:${id}:rest`;

export function meetingOfChannel(name: string): MeetingId | undefined {
  return /^meeting:([^:]+):rest$/.exec(name)?.[1];
}
