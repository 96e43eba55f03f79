import { readFileSync } from 'node:fs';
import { Injectable } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { Subject } from 'rxjs';
import { IdempotencyKeyReused } from '../stores/command-key.js';
import { StoreUnavailable } from '../stores/store-unavailable.js';
import type { Revision } from '../domain/revision.js';
import { RedisConnections } from './redis-connections.js';
import { refusalIn } from './refusal.js';

/**
 * The scripts of `lua/` and their numbers of keys; `undefined` = the first argument of a call is that number.
 * `shared.lua` comes before each. The head of each script documents its arguments and result.
 */
const scripts = {
  loadMeetings: undefined,
  commitMeeting: 5,
  ackBreak: 3,
  requestBreak: 3,
  countMembers: 2,
  renewLease: undefined,
  releaseClaim: 2,
} as const;

type Arguments = (string | number)[];

/** Fields and values of a hash, alternating. */
export type Flat = string[];

/** A meeting as `loadMeetings` reads it. */
type StoredMeeting = [
  revision: string,
  state: Flat,
  done: string | null,
  history: string | null,
  members: Flat,
];

interface Calls {
  loadMeetings(
    ...args: Arguments
  ): Promise<[clock: string, since: Revision, noticedAt: string, ...meetings: StoredMeeting[]]>;
  commitMeeting(...args: Arguments): Promise<['committed', ...Revision[]] | ['conflict' | 'done' | 'late']>;
  ackBreak(...args: Arguments): Promise<['ok', Flat] | ['done', string] | ['stale'] | ['full']>;
  requestBreak(...args: Arguments): Promise<['ok', Flat] | ['done', string] | ['stale']>;
  countMembers(...args: Arguments): Promise<number>;
  renewLease(
    ...args: Arguments
  ): Promise<[lease: string, before: string | null, installation: string, ...alive: string[]]>;
  releaseClaim(...args: Arguments): Promise<null>;
}

/** The connection for commands, with our scripts as methods. */
type ScriptedRedis = RedisConnections['commands'] & Calls;

@Injectable()
export class RedisScripts {
  /** Emits when Redis refused a command for a reason that may concern all commands. */
  readonly refused = new Subject<void>();
  private readonly redis: ScriptedRedis;

  constructor({ commands }: RedisConnections) {
    for (const [name, numberOfKeys] of Object.entries(scripts)) {
      const file = numberOfKeys === undefined ? name : `${name}-${numberOfKeys}`;
      const lua = textOf('shared') + textOf(file);
      commands.defineCommand(name, { ...(numberOfKeys !== undefined && { numberOfKeys }), lua });
    }
    this.redis = commands as ScriptedRedis;
  }

  /**
   * Runs `work` and turns every failure of Redis (down, loading, read-only, out of memory) into
   * `StoreUnavailable`.
   */
  async run<T>(work: (redis: ScriptedRedis) => Promise<T>): Promise<T> {
    if (this.redis.status !== 'ready') throw new StoreUnavailable('not connected to Redis');
    this.writeTogether();
    try {
      return await work(this.redis);
    } catch (error) {
      if (refusalIn(error)) this.refused.next();
      const ours = error instanceof StoreUnavailable || error instanceof IdempotencyKeyReused;
      throw ours ? error : new StoreUnavailable(error);
    }
  }

  /**
   * Sends all commands of one turn of the event loop in one write: one system call for fifty leaders'
   * commands. Not in a Cluster. ioredis' `enableAutoPipelining` does not fit: it waits for each pipeline
   * before it sends the next one.
   */
  private writeTogether(): void {
    if (this.redis.isCluster) return;
    const { stream } = this.redis as Redis;
    if (stream.writableCorked > 0) return;
    stream.cork();
    setImmediate(() => stream.uncork());
  }
}

const textOf = (file: string): string => readFileSync(new URL(`./lua/${file}.lua`, import.meta.url), 'utf8');
