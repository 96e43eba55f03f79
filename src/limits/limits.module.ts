import { Global, Module } from '@nestjs/common';
import { LocalCallCounts } from '../stores/call-counts.js';
import { CallCounter } from './call-counter.js';
import { MemoryLimit } from './memory-limit.js';
import { StreamLimits } from './stream-limits.js';

const offered = [CallCounter, LocalCallCounts, MemoryLimit, StreamLimits];

/**
 * Limits of calls, streams and memory. Global, because guards are created in the modules whose routes they
 * guard.
 */
@Global()
@Module({ providers: offered, exports: offered })
export class LimitsModule {}
