import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Subject } from 'rxjs';
import { Metrics } from '../metrics/metrics.js';
import { Processes, RENEW_EVERY_MS } from './processes.js';
import { RedisConnections } from './redis-connections.js';
import { refusalIn, remedies, type Refusal } from './refusal.js';
import { RedisScripts } from './scripts.js';

/**
 * Interval of the PINGs. A silent connection looks alive for ever: ioredis' `socketTimeout` runs only while
 * an answer is due.
 */
const CHECK_EVERY_MS = 1_000;
const CHECKS_PER_RENEWAL = RENEW_EVERY_MS / CHECK_EVERY_MS;

/**
 * Whether Redis can be used. An open socket proves nothing: both connections must answer a PING, and a write
 * must succeed. That write is the lease of {@link Processes}.
 *
 *   away ──PING answered, lease renewed──▶ usable ──connection closed, or refused everything──▶ away
 *                                            │  ▲
 *                              lease refused ▼  │ lease renewed
 *                                        refuses writes
 *
 * If Redis answers but cannot serve us (it became a replica, it loads, the password is wrong), both
 * connections are opened again, ever more slowly: the right server may have the same name by then.
 * Connections that open and close meanwhile do not change the state. If only writes are refused, streams go
 * on, because reads and feed messages work.
 */
@Injectable()
export class Availability implements OnModuleInit, OnApplicationShutdown {
  /** Emits whenever {@link isAway} or {@link refusal} may have changed. */
  readonly changed = new Subject<void>();
  /** Why Redis refuses commands although it answers. */
  refusal: Refusal | undefined;

  private readonly logger = new Logger('Redis');
  private readonly isCluster: boolean;
  private worked = false;
  private isChecking = false;
  /** Whether a check was requested that the running one may be too early for. */
  private checkAgain = false;
  private checks = 0;
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
    commands.on('ready', () => void this.check());
    commands.on('close', () => this.away());
    // Redis refuses the connection itself, mostly because of the password.
    commands.on('error', (error) => {
      if (this.isAway) this.refusal = refusalIn(error) ?? this.refusal;
    });
    scripts.refused.subscribe(() => void this.check());
  }

  /** Whether Redis cannot be used, as far as this process knows. */
  get isAway(): boolean {
    return !this.worked;
  }

  onModuleInit(): void {
    this.timer = setInterval(() => void this.check(this.checks++ % CHECKS_PER_RENEWAL === 0), CHECK_EVERY_MS);
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Checks Redis, one check at a time; with the write if asked for, or if the state is not normal. */
  private async check(withWrite = true): Promise<void> {
    if (this.isChecking) {
      this.checkAgain ||= withWrite;
      return;
    }
    this.isChecking = true;
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
    this.isChecking = false;
  }

  private isAskedAgain(): boolean {
    const again = this.checkAgain;
    this.checkAgain = false;
    return again;
  }

  private async ask(withWrite: boolean): Promise<void> {
    try {
      await this.connections.ping();
    } catch (error) {
      // If Redis does not answer at all, the connection notices that.
      if (refusalIn(error)) throw error;
    }
    if (!withWrite) return;
    await this.processes.renew();
    if (this.complaint !== undefined) this.logger.log('commands: the lease is renewed again');
    this.complaint = undefined;
    this.works(undefined);
  }

  private failed(error: unknown): void {
    const refusal = refusalIn(error) ?? this.refusalOfNode(error);
    const message = reasonOf(error, refusal);
    if (refusal?.scope === 'everything' && this.isOfAll(refusal)) {
      this.refuse(refusal, message);
      return;
    }
    // Log each cause once, until it is over.
    if (message !== this.complaint)
      this.logger.warn(`commands: cannot renew the lease of this process (${message})`);
    this.complaint = message;
    // A server that answers is there, even if it refuses writes. A Cluster is more than the node that holds
    // the lease.
    if (refusal ?? (this.isCluster || isReply(error))) this.works(refusal && { ...refusal, scope: 'writes' });
  }

  /**
   * A Cluster without a node for one slot goes on. One node of it, used as a single Redis, cannot serve us.
   */
  private refusalOfNode(error: unknown): Refusal | undefined {
    const isOfCluster = causeOf(error).message.startsWith('CLUSTERDOWN');
    return !this.isCluster && isOfCluster ? { code: 'CLUSTERDOWN', scope: 'everything' } : undefined;
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
    // ioredis' Cluster client finds the nodes by itself.
    if (!this.isCluster) this.connections.reconnect();
  }

  /**
   * Whether a refusal concerns all of Redis. One unusable node of a Cluster is no reason to leave the others.
   */
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

/** Whether Redis sent this error, in contrast to an error of the connection. */
function isReply(error: unknown): boolean {
  return causeOf(error).name === 'ReplyError';
}

/** The message of Redis, with its error code if this version leaves the code out, and what to do about it. */
function reasonOf(error: unknown, { code }: Partial<Refusal> = {}): string {
  const { message } = causeOf(error);
  const remedy = remedies[code ?? ''];
  const reason = code === undefined || message.includes(code) ? message : `${code}: ${message}`;
  return remedy === undefined ? reason : `${reason}; ${remedy}`;
}

function causeOf(error: unknown): Error {
  const { cause } = error as { cause?: unknown };
  if (cause instanceof Error) return cause;
  return error instanceof Error ? error : new Error(String(error));
}
