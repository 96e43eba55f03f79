import { Injectable } from '@nestjs/common';
import { ClaimStore, type Ended } from '../stores/claim-store.js';
import { Clock } from '../clock/clock.js';
import type { MeetingId } from '../domain/meeting-id.js';

interface Claim {
  readonly digest: string;
  readonly expiresAt: number;
}

interface Sealed {
  readonly text: string;
  readonly expiresAt: number;
}

const SWEEP_EVERY_MS = 60_000;

/** Claims on meetings, in memory. */
@Injectable()
export class MemoryClaimStore extends ClaimStore {
  private readonly claims = new Map<MeetingId, Claim>();
  /** Calls that ended a claim, each with the time until which it is remembered. */
  private readonly endings = new Map<string, number>();
  /** Tokens on their way to another device. */
  private readonly handovers = new Map<string, Sealed>();
  private nextSweepAt = 0;

  constructor(private readonly clock: Clock) {
    super();
  }

  override claim(id: MeetingId, digest: string, seconds: number): Promise<boolean> {
    const isFree = this.find(id) === undefined;
    this.sweep();
    if (isFree) this.claims.set(id, { digest, expiresAt: this.in(seconds) });
    return Promise.resolve(isFree);
  }

  override holder(id: MeetingId): Promise<string | undefined> {
    return Promise.resolve(this.find(id)?.digest);
  }

  override keep(id: MeetingId, seconds: number): Promise<void> {
    const claim = this.find(id);
    if (claim) this.claims.set(id, { ...claim, expiresAt: this.in(seconds) });
    return Promise.resolve();
  }

  override release(id: MeetingId, digest: string, ended?: Ended): Promise<void> {
    this.sweep();
    if (this.claims.get(id)?.digest === digest) this.claims.delete(id);
    if (ended) this.endings.set(`${id} ${ended.call}`, this.in(ended.seconds));
    return Promise.resolve();
  }

  override wasEndedBy(id: MeetingId, call: string): Promise<boolean> {
    return Promise.resolve((this.endings.get(`${id} ${call}`) ?? 0) > this.clock.elapsed());
  }

  override keepSealed(id: MeetingId, name: string, text: string, seconds: number): Promise<void> {
    this.sweep();
    this.handovers.set(`${id} ${name}`, { text, expiresAt: this.in(seconds) });
    return Promise.resolve();
  }

  override takeSealed(id: MeetingId, name: string): Promise<string | undefined> {
    const sealed = this.handovers.get(`${id} ${name}`);
    this.handovers.delete(`${id} ${name}`);
    const isGood = sealed !== undefined && sealed.expiresAt > this.clock.elapsed();
    return Promise.resolve(isGood ? sealed.text : undefined);
  }

  private find(id: MeetingId): Claim | undefined {
    const claim = this.claims.get(id);
    return claim && claim.expiresAt > this.clock.elapsed() ? claim : undefined;
  }

  private in(seconds: number): number {
    return this.clock.elapsed() + seconds * 1000;
  }

  private sweep(): void {
    const now = this.clock.elapsed();
    if (now < this.nextSweepAt) return;
    this.nextSweepAt = now + SWEEP_EVERY_MS;
    for (const [id, { expiresAt }] of this.claims) if (expiresAt <= now) this.claims.delete(id);
    for (const [name, expiresAt] of this.endings) if (expiresAt <= now) this.endings.delete(name);
    for (const [name, { expiresAt }] of this.handovers) if (expiresAt <= now) this.handovers.delete(name);
  }
}
