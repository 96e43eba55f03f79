import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Cluster, Redis } from 'ioredis';
import { AppConfig } from '../config/app-config.js';
import { Metrics } from '../metrics/metrics.js';
import { connectForCommands, connectForMessages } from './connect.js';

/** A connection without traffic looks alive for ever; ioredis' `socketTimeout` only counts while an answer is due. */
const PING_EVERY_MS = 1_000;

/** How long a starting process waits for Redis before it listens without: whoever comes first need not be sent away. */
const AWAITED_MS = 1_000;

const LAST_WORDS_MS = 500;

/**
 * The two connections of this process, whatever the number of streams. The service also starts while Redis is away, and says
 * that it is not ready; ioredis keeps trying.
 */
@Injectable()
export class RedisConnections implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly commands: Redis | Cluster;
  readonly messages: Redis;
  private readonly pings: NodeJS.Timeout;
  private readonly lastWords: (() => Promise<void>)[] = [];

  constructor(
    { redis }: AppConfig,
    private readonly metrics: Metrics,
  ) {
    if (redis === null) throw new Error('RedisModule is used without a Redis configured');
    this.commands = reported(connectForCommands(redis), 'commands', metrics);
    this.messages = reported(connectForMessages(redis), 'messages', metrics);
    this.pings = setInterval(() => void this.ping().catch(() => undefined), PING_EVERY_MS);
  }

  async onApplicationBootstrap(): Promise<void> {
    const ready = [this.commands, this.messages].map(
      (connection) =>
        new Promise<void>((resolve) =>
          connection.status === 'ready' ? resolve() : connection.once('ready', resolve),
        ),
    );
    await Promise.race([Promise.all(ready), delay(AWAITED_MS, undefined, { ref: false })]);
  }

  /** Resolves once both connections have answered; rejects when one cannot. */
  async ping(): Promise<void> {
    const answered = this.metrics.ping.startTimer();
    await Promise.all([this.commands.ping(), this.messages.ping()]);
    answered();
  }

  /** What is to be said to Redis at the very end. It has half a second, and may fail. */
  beforeClosing(work: () => Promise<void>): void {
    this.lastWords.push(work);
  }

  /** Last of all: streams and running commands have ended by now. */
  async onApplicationShutdown(): Promise<void> {
    const said = Promise.allSettled(this.lastWords.map((work) => work()));
    await Promise.race([said, delay(LAST_WORDS_MS, undefined, { ref: false })]);
    clearInterval(this.pings);
    this.commands.disconnect();
    this.messages.disconnect();
  }
}

/** Logs when a connection is lost, once each reason that keeps it from coming back, and when it is back; not each attempt. */
function reported<T extends Redis | Cluster>(connection: T, name: string, { reconnects }: Metrics): T {
  let times = 0;
  const logger = new Logger('Redis');
  const told = new Set<string>();
  const tell = (reason: string) => {
    if (!told.has(reason)) logger.warn(`${name}: not connected (${reason}), retrying`);
    told.add(reason);
  };
  connection.on('error', (error: NodeJS.ErrnoException) => tell(error.message || String(error.code)));
  connection.on('close', () => {
    if (told.size === 0) tell('connection closed');
  });
  connection.on('ready', () => {
    told.clear();
    if (times++ > 0) reconnects.inc({ connection: name });
    logger.log(`${name}: connected`);
  });
  return connection;
}
