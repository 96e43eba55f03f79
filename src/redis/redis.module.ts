import { Global, Module } from '@nestjs/common';
import { CallCounts } from '../stores/call-counts.js';
import { ClaimStore } from '../stores/claim-store.js';
import { AppConfig } from '../config/app-config.js';
import { NoticeFeed } from '../stores/notice-feed.js';
import { StoreHealth } from '../stores/store-health.js';
import { MeetingStore } from '../stores/meeting-store.js';
import { MemberStore } from '../stores/member-store.js';
import { Availability } from './availability.js';
import { Installation } from './installation.js';
import { Keys } from './keys.js';
import { Processes } from './processes.js';
import { RedisCallCounts } from './redis-call-counts.js';
import { RedisClaimStore } from './redis-claim-store.js';
import { RedisConnections } from './redis-connections.js';
import { RedisHealth } from './redis-health.js';
import { RedisMeetingStore } from './redis-meeting-store.js';
import { RedisMemberStore } from './redis-member-store.js';
import { RedisNoticeFeed } from './redis-notice-feed.js';
import { RedisScripts } from './scripts.js';
import { ShardedChannels } from './sharded-channels.js';

/** Implements the store's ports on Redis. Global, so that no other module knows which store it has. */
@Global()
@Module({
  providers: [
    { provide: Keys, useFactory: ({ redisPrefix }: AppConfig) => new Keys(redisPrefix), inject: [AppConfig] },
    Installation,
    RedisConnections,
    RedisScripts,
    ShardedChannels,
    Processes,
    Availability,
    { provide: MeetingStore, useClass: RedisMeetingStore },
    { provide: MemberStore, useClass: RedisMemberStore },
    { provide: NoticeFeed, useClass: RedisNoticeFeed },
    { provide: CallCounts, useClass: RedisCallCounts },
    { provide: ClaimStore, useClass: RedisClaimStore },
    { provide: StoreHealth, useClass: RedisHealth },
  ],
  exports: [CallCounts, ClaimStore, MeetingStore, MemberStore, NoticeFeed, StoreHealth],
})
export class RedisModule {}
