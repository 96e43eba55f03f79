import { Global, Injectable, Module } from '@nestjs/common';
import { CallCounts, LocalCallCounts } from '../stores/call-counts.js';
import { ClaimStore } from '../stores/claim-store.js';
import { describeStore } from '../config/store-config.js';
import { NoticeFeed } from '../stores/notice-feed.js';
import { StoreHealth, type StoreState } from '../stores/store-health.js';
import { MeetingStore } from '../stores/meeting-store.js';
import { MemberStore } from '../stores/member-store.js';
import { Metrics } from '../metrics/metrics.js';
import { MemoryClaimStore } from './memory-claim-store.js';
import { MemoryKeys } from './memory-keys.js';
import { MemoryMeetingStore } from './memory-meeting-store.js';
import { MemoryMemberStore } from './memory-member-store.js';
import { MemoryNoticeFeed } from './memory-notice-feed.js';

@Injectable()
class EmbeddedHealth extends StoreHealth {
  constructor(metrics: Metrics) {
    super();
    metrics.storeWritable.read = () => true;
  }

  override state(): Promise<StoreState> {
    return Promise.resolve('embedded');
  }

  override describe(): Promise<string> {
    return Promise.resolve(describeStore({ kind: 'embedded' }));
  }
}

/** Implements the store's ports in memory: one process, nothing to install. */
@Global()
@Module({
  providers: [
    MemoryKeys,
    MemoryMemberStore,
    MemoryNoticeFeed,
    { provide: MemberStore, useExisting: MemoryMemberStore },
    { provide: NoticeFeed, useExisting: MemoryNoticeFeed },
    { provide: MeetingStore, useClass: MemoryMeetingStore },
    { provide: CallCounts, useClass: LocalCallCounts },
    { provide: ClaimStore, useClass: MemoryClaimStore },
    { provide: StoreHealth, useClass: EmbeddedHealth },
  ],
  exports: [CallCounts, ClaimStore, MeetingStore, MemberStore, NoticeFeed, StoreHealth],
})
export class EmbeddedModule {}
