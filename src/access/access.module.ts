import { Global, Module } from '@nestjs/common';
import { ApiKeys } from './api-keys.js';
import { CallCounter } from '../limits/call-counter.js';
import { LocalCallCounts } from '../stores/call-counts.js';
import { Deadlines } from '../events/stream/deadlines.js';
import { LeaderClaims } from './leader-claims.js';
import { MemberTokens } from './member-tokens.js';
import { MemoryLimit } from '../limits/memory-limit.js';
import { Rights } from './rights.js';
import { StreamLimits } from '../limits/stream-limits.js';
import { TokensController } from './tokens.controller.js';

const offered = [
  ApiKeys,
  CallCounter,
  LeaderClaims,
  LocalCallCounts,
  MemberTokens,
  MemoryLimit,
  Rights,
  StreamLimits,
  Deadlines,
];

/** Who may do what, and how much of it. Global: the guards belong to the modules whose routes they guard. */
@Global()
@Module({
  controllers: [TokensController],
  providers: offered,
  exports: offered,
})
export class AccessModule {}
