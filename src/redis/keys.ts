import type { MeetingId } from '../meetings/rules/meeting-id.js';

/*
 * Every name the service uses in Redis. `stateKey` and `channel` are the reference's, and other programs rely on them.
 * In a Cluster `{meeting:ID}:…` falls into the slot of `meeting:ID`: ids hold no braces.
 */

/** Hash: the meeting's state. */
export const stateKey = (id: MeetingId): string => `meeting:${id}`;

/** Stream: the meeting's notices, under the ids members resume from. */
export const logKey = (id: MeetingId): string => `{meeting:${id}}:log`;

/** String: what the meeting's breaks add up to; kept as long as its log. */
export const historyKey = (id: MeetingId): string => `{meeting:${id}}:history`;

/** Hash: how many members are here, by process, and how many are back. */
export const membersKey = (id: MeetingId): string => `{meeting:${id}}:members`;

/** Hash: which clients are here, by process, as digests; only of processes that have some. */
export const clientsKey = (id: MeetingId): string => `{meeting:${id}}:clients`;

/** Hash: who answered the break, under a digest of the client's id. */
export const rosterKey = (id: MeetingId): string => `{meeting:${id}}:roster`;

/** Set: who asked for a break, as digests that are salted anew for each stretch of work. */
export const requestsKey = (id: MeetingId): string => `{meeting:${id}}:requests`;

/** Sorted set: the processes that are alive, by when they are not any more unless they say so again (Redis' clock, ms). */
export const processesKey = 'kyukei:processes';

/** String: what one command did, so that it is not done again. `name` is a digest or a UUID. */
export const doneKey = (id: MeetingId, name = 'none'): string => `{meeting:${id}}:done:${name}`;

/** String: the digest of the leader's token that holds the meeting. */
export const claimKey = (id: MeetingId): string => `{meeting:${id}}:claim`;

/** String: that a claim ended by this call, so that its repetition is known as one. `call` is a digest. */
export const endedKey = (id: MeetingId, call = 'none'): string => `{meeting:${id}}:ended:${call}`;

/** String: how many calls there were in one minute; `name` is a digest of who called. */
export const callsKey = (name: string, minute: number): string => `kyukei:calls:${minute}:${name}`;

/** Hash: which server Redis was last known to be, and since when its logs are whole. */
export const incarnationKey = 'kyukei:incarnation';

/** The same in a Cluster, for one meeting: there a node can be replaced, and a meeting move to another. */
export const meetingIncarnationKey = (id: MeetingId): string => `{meeting:${id}}:incarnation`;

/** Pub/sub channel: each notice as it is logged, and breaks that other programs call. */
export const channel = (id: MeetingId): string => `meeting:${id}:rest`;

/** Pub/sub channel: somebody came, left, answered or asked. An empty message: it only says "look now". */
export const membersChannel = (id: MeetingId): string => `meeting:${id}:members`;

/** Which meeting a channel is about, and which of its two it is. */
export function meetingOfChannel(name: string): { id: MeetingId; topic: 'rest' | 'members' } | undefined {
  const [, id, topic] = /^meeting:([^:]+):(rest|members)$/.exec(name) ?? [];
  return id === undefined ? undefined : { id, topic: topic as 'rest' | 'members' };
}
