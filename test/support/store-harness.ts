import { MemoryLimit } from '../../src/limits/memory-limit.js';
import { loadConfig } from '../../src/config/app-config.js';
import { MemoryKeys } from '../../src/embedded/memory-keys.js';
import { MemoryMeetingStore } from '../../src/embedded/memory-meeting-store.js';
import { MemoryMemberStore } from '../../src/embedded/memory-member-store.js';
import { MemoryNoticeFeed } from '../../src/embedded/memory-notice-feed.js';
import type { FeedMessage, NoticeFeed } from '../../src/stores/notice-feed.js';
import type { MeetingStore } from '../../src/stores/meeting-store.js';
import type { MemberStore } from '../../src/stores/member-store.js';
import { Metrics } from '../../src/metrics/metrics.js';
import { Availability } from '../../src/redis/availability.js';
import { Installation } from '../../src/redis/installation.js';
import { Keys } from '../../src/redis/keys.js';
import { Processes } from '../../src/redis/processes.js';
import { RedisConnections } from '../../src/redis/redis-connections.js';
import { RedisMeetingStore } from '../../src/redis/redis-meeting-store.js';
import { RedisMemberStore } from '../../src/redis/redis-member-store.js';
import { RedisNoticeFeed } from '../../src/redis/redis-notice-feed.js';
import { RedisScripts } from '../../src/redis/scripts.js';
import { ShardedChannels } from '../../src/redis/sharded-channels.js';
import { Logger } from '@nestjs/common';
import type { Cleanup } from './cleanup.js';
import { ManualClock } from './manual-clock.js';
import { RedisServer } from './redis-server.js';
import { until } from './until.js';

// No log lines in the output of the tests.
Logger.overrideLogger(false);

/** A store with its feed, wired as in the modules, and the messages of the feed. */
export interface StoreHarness {
  readonly store: MeetingStore;
  readonly members: MemberStore;
  readonly feed: NoticeFeed;
  readonly clock: ManualClock;
  readonly heard: FeedMessage[];
}

export interface StoreOptions {
  readonly logMaxNotices: number;
}

export const storeKinds = {
  embedded: (cleanup: Cleanup, { logMaxNotices }: StoreOptions): Promise<StoreHarness> => {
    const clock = new ManualClock();
    const feed = new MemoryNoticeFeed();
    const config = loadConfig({ LOG_MAX_NOTICES: String(logMaxNotices) });
    const keys = new MemoryKeys(clock);
    const limit = new MemoryLimit();
    cleanup.add(() => limit.onApplicationShutdown());
    const members = new MemoryMemberStore(keys, feed, limit);
    const store = new MemoryMeetingStore(clock, config, feed, members, keys, limit);
    return Promise.resolve(listening({ store, members, feed, clock }));
  },

  Redis: async (cleanup: Cleanup, { logMaxNotices }: StoreOptions): Promise<StoreHarness> => {
    const { env } = await RedisServer.start(cleanup);
    const config = loadConfig({
      ...env,
      LOG_MAX_NOTICES: String(logMaxNotices),
    });
    const metrics = new Metrics();
    const connections = new RedisConnections(config, metrics);
    const scripts = new RedisScripts(connections);
    const keys = new Keys(config.redisPrefix);
    const installation = new Installation();
    const processes = new Processes(scripts, connections, keys, installation);
    const availability = new Availability(connections, processes, scripts, metrics);
    const sharded = new ShardedChannels(connections);
    const feed = new RedisNoticeFeed(connections, availability, processes, keys, installation, sharded);
    cleanup.add(() => connections.onApplicationShutdown());
    cleanup.add(() => availability.onApplicationShutdown());
    connections.onModuleInit();
    await until('Redis to work', () => feed.connected);
    const clock = new ManualClock();
    const store = new RedisMeetingStore(scripts, processes, config, keys, installation, clock);
    const members = new RedisMemberStore(scripts, processes, keys);
    return listening({ store, members, feed, clock });
  },
};

function listening(parts: Omit<StoreHarness, 'heard'>): StoreHarness {
  const heard: FeedMessage[] = [];
  parts.feed.messages.subscribe((announcement) => heard.push(announcement));
  return { ...parts, heard };
}
