import { Global, Module } from '@nestjs/common';
import { NoticeFeed } from '../events/notice-feed.js';
import { StoreHealth } from '../health/store-health.js';
import { MeetingStore } from '../meetings/meeting-store.js';
import { MemberStore } from '../members/member-store.js';
import { Processes } from './processes.js';
import { RedisConnections } from './redis-connections.js';
import { RedisHealth } from './redis-health.js';
import { RedisMeetingStore } from './redis-meeting-store.js';
import { RedisMemberStore } from './redis-member-store.js';
import { RedisNoticeFeed } from './redis-notice-feed.js';
import { RedisScripts } from './scripts.js';

/** The ports of the other modules on Redis. Global, so that no module has to know which side it got. */
@Global()
@Module({
  providers: [
    RedisConnections,
    RedisScripts,
    Processes,
    { provide: MeetingStore, useClass: RedisMeetingStore },
    { provide: MemberStore, useClass: RedisMemberStore },
    { provide: NoticeFeed, useClass: RedisNoticeFeed },
    { provide: StoreHealth, useClass: RedisHealth },
  ],
  exports: [MeetingStore, MemberStore, NoticeFeed, StoreHealth],
})
export class RedisModule {}
