import type { MeetingId } from '../domain/meeting-id.js';
import type { RequestKind } from '../domain/requests.js';

/*
 * Every key and channel of the service in Redis. Other programs rely on `stateKey` and `channel`, which are
 * the reference's. In a Cluster, `{meeting:ID}:…` is in the slot of `meeting:ID`, because ids and prefixes
 * contain no braces.
 */
export class Keys {
  /** Hash: the state of the meeting. */
  readonly stateKey = (id: MeetingId): string => `${this.prefix}meeting:${id}`;

  /** Stream: the notices of the meeting, under the ids that members resume from. */
  readonly logKey = (id: MeetingId): string => `{${this.prefix}meeting:${id}}:log`;

  /** String: the totals of the meeting's breaks; kept at least as long as its log. */
  readonly historyKey = (id: MeetingId): string => `{${this.prefix}meeting:${id}}:history`;

  /** String: the last command and the meeting before it, for an undo; kept for seconds. */
  readonly undoKey = (id: MeetingId): string => `{${this.prefix}meeting:${id}}:undo`;

  /** Hash: counts of members by process, and counts of their answers. */
  readonly membersKey = (id: MeetingId): string => `{${this.prefix}meeting:${id}}:members`;

  /** Hash: digests of the connected clients by process; only processes with clients. */
  readonly clientsKey = (id: MeetingId): string => `{${this.prefix}meeting:${id}}:clients`;

  /** Hash: answers to the break by digest of the client id. */
  readonly rosterKey = (id: MeetingId): string => `{${this.prefix}meeting:${id}}:roster`;

  /** Set: digests of the clients that asked for a break, or for something else, with a new salt for each round. */
  readonly askedKey = (id: MeetingId, kind: RequestKind): string =>
    `{${this.prefix}meeting:${id}}:${kind === 'break' ? 'requests' : kind.replaceAll('_', '-')}`;

  /** Sorted set: live processes, scored by the time their lease expires (Redis' clock, ms). */
  readonly processesKey: string;

  /**
   * String: the random id of the installation, in the slot of {@link processesKey}. The name is within the
   * documented ACL.
   */
  readonly installationKey: string;

  /** String: the result of one command, so that it is not applied twice. `name` is a digest or a UUID. */
  readonly doneKey = (id: MeetingId, name = 'none'): string => `{${this.prefix}meeting:${id}}:done:${name}`;

  /** String: the digest of the leader's token that holds the meeting. */
  readonly claimKey = (id: MeetingId): string => `{${this.prefix}meeting:${id}}:claim`;

  /** String: marks the call that ended a claim, so that its repetition is recognised. `call` is a digest. */
  readonly endedKey = (id: MeetingId, call = 'none'): string => `{${this.prefix}meeting:${id}}:ended:${call}`;

  /**
   * String: a leader's token on its way to another device, sealed. `name` is a digest of the code that opens
   * it.
   */
  readonly handoverKey = (id: MeetingId, name: string): string =>
    `{${this.prefix}meeting:${id}}:handover:${name}`;

  /** String: number of calls in one minute; `name` is a digest of the caller. */
  readonly callsKey = (name: string, minute: number): string =>
    `${this.prefix}kyukei:calls:${minute}:${name}`;

  /** Hash: which server Redis was last seen to be, and since when its logs are whole. */
  readonly incarnationKey: string;

  /**
   * The same for one meeting in a Cluster, where nodes are replaced one by one and meetings move between
   * nodes.
   */
  readonly meetingIncarnationKey = (id: MeetingId): string => `{${this.prefix}meeting:${id}}:incarnation`;

  /** Pub/sub channel: each logged notice, and breaks that other programs publish. */
  readonly channel = (id: MeetingId): string => `${this.prefix}meeting:${id}:rest`;

  /**
   * Sharded pub/sub channel in a Cluster: each logged notice. A script may publish there only if the channel
   * is in the slot of the meeting's keys.
   */
  readonly shardChannel = (id: MeetingId): string => `{${this.prefix}meeting:${id}}:rest`;

  /**
   * Pub/sub channel: a member came, left, answered or asked. The message is empty: it only says that there is
   * a change.
   */
  readonly membersChannel = (id: MeetingId): string => `${this.prefix}meeting:${id}:members`;

  /** A state key, another key, and a channel that no meeting has, to find out what Redis permits. */
  readonly examples: { readonly keys: readonly string[]; readonly channel: string };

  private readonly channels: RegExp;

  /** `prefix` begins every name, for installations that share a Redis. */
  constructor(private readonly prefix = '') {
    this.processesKey = `${prefix}kyukei:processes`;
    this.incarnationKey = `${prefix}kyukei:incarnation`;
    this.installationKey = `${prefix}kyukei:installation:{${this.processesKey}}`;
    this.examples = { keys: [this.stateKey('*'), this.logKey('*')], channel: this.channel('*') };
    this.channels = new RegExp(`^\\{?${prefix}meeting:([^:{}]+)\\}?:(rest|members)$`);
  }

  /** The meeting of a channel, and which of its two channels it is. */
  meetingOfChannel(name: string): { id: MeetingId; topic: 'rest' | 'members' } | undefined {
    const [, id, topic] = this.channels.exec(name) ?? [];
    return id === undefined ? undefined : { id, topic: topic as 'rest' | 'members' };
  }
}
