import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import type { CommandKey, Done } from '../meetings/command-key.js';
import type { MeetingId } from '../meetings/rules/meeting-id.js';
import type { Tally } from '../meetings/rules/members.js';

/** A command's notices, or how the members stood after a call of theirs. */
interface What {
  readonly notices?: Done['notices'];
  readonly tally?: Tally;
}

interface KeptCall extends Done {
  readonly tally?: Tally;
  readonly expiresAt: number;
}

const SWEEP_EVERY_MS = 60_000;

/** What was done under which key, for as long as the key is kept. */
@Injectable()
export class MemoryKeys {
  private readonly done = new Map<string, KeptCall>();
  private nextSweepAt = 0;

  constructor(private readonly clock: Clock) {}

  get(id: MeetingId, key: CommandKey | undefined): KeptCall | undefined {
    const kept = key && this.done.get(`${id}:${key.name}`);
    return kept && kept.expiresAt > this.clock.now() ? kept : undefined;
  }

  keep(id: MeetingId, { name, fingerprint, keptSeconds }: CommandKey, did: What): void {
    const now = this.clock.now();
    this.sweep(now);
    const expiresAt = now + keptSeconds * 1000;
    this.done.set(`${id}:${name}`, { notices: [], ...did, fingerprint, expiresAt });
  }

  private sweep(now: number): void {
    if (now < this.nextSweepAt) return;
    this.nextSweepAt = now + SWEEP_EVERY_MS;
    for (const [name, { expiresAt }] of this.done) if (expiresAt <= now) this.done.delete(name);
  }
}
