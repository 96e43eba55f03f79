import type { MeetingId } from '../domain/meeting-id.js';

/*
 * Every name the service uses in Redis. `stateKey` and `channel` are the reference's, and other programs rely on them.
 * In a Cluster `{meeting:ID}:…` falls into the slot of `meeting:ID`: ids hold no braces, nor does a prefix.
 */
export class Keys {
  /** Hash: the meeting's state. */
  readonly stateKey = (id: MeetingId): string => `${this.prefix}meeting:${id}`;

  /** Stream: the meeting's notices, under the ids members resume from. */
  readonly logKey = (id: MeetingId): string => `{${this.prefix}meeting:${id}}:log`;

  /** String: what the meeting's breaks add up to; kept as long as its log. */
  readonly historyKey = (id: MeetingId): string => `{${this.prefix}meeting:${id}}:history`;

  /** Hash: how many members are here, by process, and how many are back. */
  readonly membersKey = (id: MeetingId): string => `{${this.prefix}meeting:${id}}:members`;

  /** Hash: which clients are here, by process, as digests; only of processes that have some. */
  readonly clientsKey = (id: MeetingId): string => `{${this.prefix}meeting:${id}}:clients`;

  /** Hash: who answered the break, under a digest of the client's id. */
  readonly rosterKey = (id: MeetingId): string => `{${this.prefix}meeting:${id}}:roster`;

  /** Set: who asked for a break, as digests that are salted anew for each stretch of work. */
  readonly requestsKey = (id: MeetingId): string => `{${this.prefix}meeting:${id}}:requests`;

  /** Sorted set: the processes that are alive, by when they are not any more unless they say so again (Redis' clock, ms). */
  readonly processesKey: string;

  /** String: the random id of the installation. In the slot of {@link processesKey}, and within the rights that its user has. */
  readonly installationKey: string;

  /** String: what one command did, so that it is not done again. `name` is a digest or a UUID. */
  readonly doneKey = (id: MeetingId, name = 'none'): string => `{${this.prefix}meeting:${id}}:done:${name}`;

  /** String: the digest of the leader's token that holds the meeting. */
  readonly claimKey = (id: MeetingId): string => `{${this.prefix}meeting:${id}}:claim`;

  /** String: that a claim ended by this call, so that its repetition is known as one. `call` is a digest. */
  readonly endedKey = (id: MeetingId, call = 'none'): string => `{${this.prefix}meeting:${id}}:ended:${call}`;

  /** String: how many calls there were in one minute; `name` is a digest of who called. */
  readonly callsKey = (name: string, minute: number): string =>
    `${this.prefix}kyukei:calls:${minute}:${name}`;

  /** Hash: which server Redis was last known to be, and since when its logs are whole. */
  readonly incarnationKey: string;

  /** The same in a Cluster, for one meeting: there a node can be replaced, and a meeting move to another. */
  readonly meetingIncarnationKey = (id: MeetingId): string => `{${this.prefix}meeting:${id}}:incarnation`;

  /** Pub/sub channel: each notice as it is logged, and breaks that other programs call. */
  readonly channel = (id: MeetingId): string => `${this.prefix}meeting:${id}:rest`;

  /** Pub/sub channel: somebody came, left, answered or asked. An empty message: it only says "look now". */
  readonly membersChannel = (id: MeetingId): string => `${this.prefix}meeting:${id}:members`;

  private readonly channels: RegExp;

  /** `prefix` stands before every name, for installations that share a Redis. */
  constructor(private readonly prefix = '') {
    this.processesKey = `${prefix}kyukei:processes`;
    this.incarnationKey = `${prefix}kyukei:incarnation`;
    this.installationKey = `${prefix}kyukei:installation:{${this.processesKey}}`;
    this.channels = new RegExp(`^${prefix}meeting:([^:]+):(rest|members)$`);
  }

  /** Which meeting a channel is about, and which of its two it is. */
  meetingOfChannel(name: string): { id: MeetingId; topic: 'rest' | 'members' } | undefined {
    const [, id, topic] = this.channels.exec(name) ?? [];
    return id === undefined ? undefined : { id, topic: topic as 'rest' | 'members' };
  }
}
