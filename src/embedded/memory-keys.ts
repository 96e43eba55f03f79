import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import type { CommandKey, Done } from '../stores/command-key.js';
import type { MeetingId } from '../domain/meeting-id.js';
import type { MemberCounts } from '../domain/members.js';

/** The stored result: the notices of a command, or the counts after a member's call. */
interface StoredResult {
  readonly notices?: Done['notices'];
  readonly counts?: MemberCounts;
}

interface KeptCall extends Done {
  readonly counts?: MemberCounts;
  readonly expiresAt: number;
}

/**
 * Minimum time between two sweeps. Iterating over a map whose first entries were deleted is slow: V8 keeps
 * their slots for a while and skips each one.
 */
const SWEEP_EVERY_MS = 1_000;

/** Results of commands by their key, for as long as the key is kept. */
@Injectable()
export class MemoryKeys {
  /** One map for each lifetime, so that each map is in the order of expiry. */
  private readonly done = new Map<number, Map<string, KeptCall>>();
  private nextSweepAt = 0;

  constructor(private readonly clock: Clock) {}

  get(id: MeetingId, key: CommandKey | undefined): KeptCall | undefined {
    const kept = key && this.done.get(key.keptSeconds)?.get(`${id}:${key.name}`);
    return kept && kept.expiresAt > this.clock.elapsed() ? kept : undefined;
  }

  keep(id: MeetingId, { name, fingerprint, keptSeconds }: CommandKey, result: StoredResult): void {
    const now = this.clock.elapsed();
    const kept = this.done.get(keptSeconds) ?? new Map<string, KeptCall>();
    this.done.set(keptSeconds, kept);
    this.sweep(now);
    // The key was used before and has expired: insert it again as the newest.
    kept.delete(`${id}:${name}`);
    kept.set(`${id}:${name}`, { notices: [], ...result, fingerprint, expiresAt: now + keptSeconds * 1000 });
  }

  private sweep(now: number): void {
    if (now < this.nextSweepAt) return;
    this.nextSweepAt = now + SWEEP_EVERY_MS;
    for (const kept of this.done.values())
      for (const [oldest, { expiresAt }] of kept) {
        if (expiresAt > now) break;
        kept.delete(oldest);
      }
  }
}
