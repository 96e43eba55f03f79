import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import type { CommandKey, Done } from '../stores/command-key.js';
import type { MeetingId } from '../domain/meeting-id.js';
import type { MemberCounts } from '../domain/members.js';

/** A command's notices, or how the members stood after a call of theirs. */
interface What {
  readonly notices?: Done['notices'];
  readonly tally?: MemberCounts;
}

interface KeptCall extends Done {
  readonly tally?: MemberCounts;
  readonly expiresAt: number;
}

/** A map whose first entries were deleted is slow to begin with: V8 keeps their places, and passes over each, for a while. */
const SWEEP_EVERY_MS = 1_000;

/** What was done under which key, for as long as the key is kept. */
@Injectable()
export class MemoryKeys {
  /** By how long they are kept: so each is in the order in which they expire. */
  private readonly done = new Map<number, Map<string, KeptCall>>();
  private nextSweepAt = 0;

  constructor(private readonly clock: Clock) {}

  get(id: MeetingId, key: CommandKey | undefined): KeptCall | undefined {
    const kept = key && this.done.get(key.keptSeconds)?.get(`${id}:${key.name}`);
    return kept && kept.expiresAt > this.clock.elapsed() ? kept : undefined;
  }

  keep(id: MeetingId, { name, fingerprint, keptSeconds }: CommandKey, did: What): void {
    const now = this.clock.elapsed();
    const kept = this.done.get(keptSeconds) ?? new Map<string, KeptCall>();
    this.done.set(keptSeconds, kept);
    this.sweep(now);
    // Once more under an expired key: the newest from now on.
    kept.delete(`${id}:${name}`);
    kept.set(`${id}:${name}`, { notices: [], ...did, fingerprint, expiresAt: now + keptSeconds * 1000 });
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
