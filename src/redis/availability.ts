import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Subject } from 'rxjs';
import { Metrics } from '../metrics/metrics.js';
import { Processes, RENEW_EVERY_MS } from './processes.js';
import { RedisConnections } from './redis-connections.js';
import { refusalIn, type Refusal } from './refusal.js';
import { RedisScripts } from './scripts.js';

/** A connection without traffic looks alive for ever; ioredis' `socketTimeout` only counts while an answer is due. */
const LOOK_EVERY_MS = 1_000;
const LOOKS_PER_RENEWAL = RENEW_EVERY_MS / LOOK_EVERY_MS;

/**
 * Whether Redis can be used, by what it does and not by an open socket: both connections answer a PING, and a write is done.
 * The lease of {@link Processes} is that write.
 *
 *   away ──PING answered, lease renewed──▶ usable ──connection closed, or refused everything──▶ away
 *                                            │  ▲
 *                              lease refused ▼  │ lease renewed
 *                                        refuses writes
 *
 * While away because of what Redis answers (it became a replica, it loads, the password is wrong), both connections are made anew,
 * ever more slowly: the right server may be under the same name by now. Connections that open and close meanwhile change nothing.
 * While only writes are refused, streams go on: reads and announcements do.
 */
@Injectable()
export class Availability implements OnModuleInit, OnApplicationShutdown {
  /** Emits whenever {@link isAway} or {@link refusal} may have changed. */
  readonly changed = new Subject<void>();
  /** Why Redis, though it answers, does not do what it is asked. */
  refusal: Refusal | undefined;

  private readonly logger = new Logger('Redis');
  private readonly isCluster: boolean;
  private worked = false;
  private looking = false;
  /** Somebody wants to know what a look that is on its way may not see. */
  private lookAgain = false;
  private looks = 0;
  private complaint: string | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly connections: RedisConnections,
    private readonly processes: Processes,
    scripts: RedisScripts,
    metrics: Metrics,
  ) {
    const { commands } = connections;
    this.isCluster = commands.isCluster;
    metrics.storeWritable.read = () => this.worked && !this.refusal;
    commands.on('ready', () => void this.look());
    commands.on('close', () => this.away());
    // Refused already when it connects: a password, mostly.
    commands.on('error', (error) => {
      if (this.isAway) this.refusal = refusalIn(error) ?? this.refusal;
    });
    scripts.refused.subscribe(() => void this.look());
  }

  /** Nothing can be asked of Redis, as far as is known. */
  get isAway(): boolean {
    return !this.worked;
  }

  onModuleInit(): void {
    this.timer = setInterval(() => void this.look(this.looks++ % LOOKS_PER_RENEWAL === 0), LOOK_EVERY_MS);
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Finds out how it is; with the write when asked for, or when there is something to find out. One look at a time. */
  private async look(withWrite = true): Promise<void> {
    if (this.looking) {
      this.lookAgain ||= withWrite;
      return;
    }
    this.looking = true;
    let write = withWrite;
    do {
      if (this.connections.commands.status !== 'ready') break;
      try {
        await this.ask(write || this.isAway || this.refusal !== undefined);
      } catch (error) {
        this.failed(error);
      }
      write = true;
    } while (this.isAskedAgain());
    this.looking = false;
  }

  private isAskedAgain(): boolean {
    const again = this.lookAgain;
    this.lookAgain = false;
    return again;
  }

  private async ask(withWrite: boolean): Promise<void> {
    try {
      await this.connections.ping();
    } catch (error) {
      // No answer at all is noticed by the connection.
      if (refusalIn(error)) throw error;
    }
    if (!withWrite) return;
    await this.processes.renew();
    if (this.complaint !== undefined) this.logger.log('commands: the lease is renewed again');
    this.complaint = undefined;
    this.works(undefined);
  }

  private failed(error: unknown): void {
    const refusal = refusalIn(error);
    const message = reasonOf(error, refusal);
    if (refusal?.scope === 'everything' && this.isOfAll(refusal)) {
      this.refuse(refusal, message);
      return;
    }
    // Each cause once, until it passes.
    if (message !== this.complaint)
      this.logger.warn(`commands: cannot renew the lease of this process (${message})`);
    this.complaint = message;
    // What answers, even if with a refusal to write, is there; and a Cluster is more than the node that has the lease.
    if (refusal ?? (this.isCluster || isReply(error))) this.works(refusal && { ...refusal, scope: 'writes' });
  }

  private works(refusal: Refusal | undefined): void {
    this.worked = true;
    this.refusal = refusal;
    this.connections.reconnections.commands.worked();
    this.changed.next();
  }

  private refuse(refusal: Refusal, message: string): void {
    const { commands, messages } = this.connections.reconnections;
    commands.failed(message, true);
    messages.failed(message, true);
    this.away();
    this.refusal = refusal;
    // The client of a Cluster asks its nodes by itself where things are.
    if (!this.isCluster) this.connections.reconnect();
  }

  /** One node of a Cluster that cannot be used is no reason to leave the others. */
  private isOfAll({ code }: Refusal): boolean {
    return !this.isCluster || code === 'CLUSTERDOWN';
  }

  private away(): void {
    if (!this.worked) return;
    this.worked = false;
    this.refusal = undefined;
    this.changed.next();
  }
}

/** Redis answered, which a connection that is lost or silent does not. */
function isReply(error: unknown): boolean {
  return causeOf(error).name === 'ReplyError';
}

/** As Redis says it; with its word for it where the version leaves that out. */
function reasonOf(error: unknown, { code }: Partial<Refusal> = {}): string {
  const { message } = causeOf(error);
  return code === undefined || message.includes(code) ? message : `${code}: ${message}`;
}

function causeOf(error: unknown): Error {
  const { cause } = error as { cause?: unknown };
  if (cause instanceof Error) return cause;
  return error instanceof Error ? error : new Error(String(error));
}
