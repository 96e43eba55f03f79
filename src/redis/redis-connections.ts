import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { Cluster, Redis } from 'ioredis';
import { AppConfig } from '../config/app-config.js';
import type { Address } from '../config/parsers.js';
import { isRedis, type RedisConfig } from '../config/store-config.js';
import { Metrics } from '../metrics/metrics.js';
import { connectForCommands, connectForMessages, connectForShard, explain } from './connect.js';
import { Reconnection } from './reconnection.js';
import { NO_DATABASE, refusalIn } from './refusal.js';

const LAST_WORDS_MS = 500;

/**
 * The two Redis connections of this process, however many streams it has. The service also starts while Redis
 * is away and says that it is not ready; ioredis keeps trying.
 */
@Injectable()
export class RedisConnections implements OnModuleInit, OnApplicationShutdown {
  readonly commands: Redis | Cluster;
  readonly messages: Redis;
  /** The reconnects of each. Callers report there that the connection works, or why it does not. */
  readonly reconnections = { commands: new Reconnection('commands'), messages: new Reconnection('messages') };
  private readonly lastWords: (() => Promise<void>)[] = [];

  private readonly store: RedisConfig;

  constructor(
    { store }: AppConfig,
    private readonly metrics: Metrics,
  ) {
    if (!isRedis(store)) throw new Error('RedisModule is used without a Redis configured');
    this.store = store;
    const { commands, messages } = this.reconnections;
    this.commands = connectForCommands(store, () => commands.wait());
    this.messages = connectForMessages(store, this.commands, () => messages.wait());
    report(this.commands, 'commands', { reconnection: commands, redis: store, metrics });
    report(this.messages, 'messages', { reconnection: messages, redis: store, metrics });
  }

  /** Opens the connections here, because a start that fails earlier would leave them open. */
  onModuleInit(): void {
    // Their events report a failure, and ioredis keeps trying.
    this.commands.connect().catch(() => undefined);
    // In a Cluster, this connection waits until the nodes are known.
    if (!this.commands.isCluster) this.messages.connect().catch(() => undefined);
  }

  /** A connection of its own to one node of the Cluster; the caller closes it. */
  toNode(node: Address, wait: () => number): Redis {
    if (this.store.kind !== 'cluster') throw new Error('this Redis is no Cluster');
    return connectForShard(this.store, node, wait);
  }

  /** Resolves once both connections have answered a PING; rejects if one cannot. */
  async ping(): Promise<void> {
    const answered = this.metrics.ping.startTimer();
    await Promise.all([pingOf(this.commands), this.messages.ping()]);
    answered();
  }

  /**
   * Opens both connections again, each after its wait, because they are connected to a server that cannot
   * serve us.
   */
  reconnect(): void {
    for (const connection of [this.commands, this.messages]) {
      // If ioredis is still connecting, it would stop for good here.
      if (connection.status === 'ready') connection.disconnect(true);
    }
  }

  /** Registers a last write before the connections close. It has half a second, and may fail. */
  beforeClosing(work: () => Promise<void>): void {
    this.lastWords.push(work);
  }

  /** Closes the connections last: streams and running commands have ended by now. */
  async onApplicationShutdown(): Promise<void> {
    const said = Promise.allSettled(this.lastWords.map((work) => work()));
    await Promise.race([said, delay(LAST_WORDS_MS, undefined, { ref: false })]);
    this.commands.disconnect();
    this.messages.disconnect();
  }
}

interface Reported {
  readonly reconnection: Reconnection;
  readonly redis: RedisConfig;
  readonly metrics: Metrics;
}

/** In a Cluster, pings every master, which detects silent ones; one answer is enough. */
async function pingOf(connection: Redis | Cluster): Promise<void> {
  const masters = connection.isCluster ? (connection as Cluster).nodes('master') : [];
  await (masters.length === 0 ? connection.ping() : Promise.any(masters.map((node) => node.ping())));
}

function report(
  connection: Redis | Cluster,
  name: 'commands' | 'messages',
  { reconnection, redis, metrics: { reconnects } }: Reported,
): void {
  let times = 0;
  /** Orders the log lines: the cause of a loss comes first. */
  let explained = Promise.resolve();
  const tell = (error: NodeJS.ErrnoException | undefined) => {
    if (error) reconnection.failed(error.message || String(error.code), refusalIn(error) !== undefined);
  };
  connection.on('error', (error: Error) => {
    explained = explain(error, redis).then(tell, () => tell(error));
    if (refusalIn(error)?.code === NO_DATABASE) connection.disconnect(true);
  });
  connection.on('close', () => void explained.then(() => reconnection.closed()));
  connection.on('ready', () => {
    if (times++ > 0) reconnects.inc({ connection: name });
  });
}
