import { Logger } from '@nestjs/common';
import { createLocalJWKSet, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import type { Clock } from '../clock/clock.js';
import { ProviderUnavailable } from './refusals.js';

/** Within the time a client waits for an answer anyway: a stream speaks within 5 s (contract §9). */
const ANSWER_WITHIN_MS = 2_000;
/** Keys are asked for again after this long: a key that the provider takes back is good for no longer. */
const FRESH_MS = 600_000;
/** While the provider is away, the keys that it had last are good for this long. */
const KEPT_MS = 3_600_000;
/** Whoever invents tokens must not make us ask the provider more often. */
const COOLDOWN_MS = 10_000;

/**
 * The public keys of an identity provider. Not jose's `createRemoteJWKSet`: to that a token whose key was added since the last look
 * is refused until the next look is allowed, and all of it goes by a clock that may be set back.
 */
export class ProviderKeys {
  private readonly logger = new Logger('Access');
  private keys: JWTVerifyGetKey | undefined;
  /** Whether the last look failed, which was logged. */
  private isAway = false;
  private reading: Promise<void> | undefined;
  /** How many looks have begun; the number of the last one that had an answer. */
  private looks = 0;
  private answered = 0;
  /** When they began. By `Clock.elapsed`. */
  private triedAt = -Infinity;
  private readAt = -Infinity;

  constructor(
    private readonly url: URL,
    private readonly clock: Clock,
  ) {}

  /** Rejects with jose's `JWKSNoMatchingKey`, or with `ProviderUnavailable` when there are no keys to be had. */
  readonly find: JWTVerifyGetKey = async (header, token) => {
    const age = this.clock.elapsed() - this.readAt;
    if (!this.keys || age >= KEPT_MS) await this.read();
    else if (age >= FRESH_MS && !this.isCoolingDown) await this.read().catch(() => undefined);
    if (!this.keys) throw new ProviderUnavailable('there are none');
    return this.keys(header, token);
  };

  /**
   * Looks whether there are new keys since {@link moment}; `false` = that was done already. Rejects with `ProviderUnavailable` when it is
   * too early to look again, or the provider does not answer: either passes by itself.
   */
  async lookAgain(since: number): Promise<boolean> {
    if (this.answered > since) return false;
    if (this.isCoolingDown) throw new ProviderUnavailable('they were looked at some seconds ago');
    await this.read();
    return true;
  }

  /** Now, as {@link lookAgain} takes it. */
  get moment(): number {
    return this.looks;
  }

  private get isCoolingDown(): boolean {
    return this.clock.elapsed() - this.triedAt < COOLDOWN_MS;
  }

  /** Once for all who ask at the same time. */
  private read(): Promise<void> {
    this.reading ??= this.fetch().finally(() => (this.reading = undefined));
    return this.reading;
  }

  private async fetch(): Promise<void> {
    this.triedAt = this.clock.elapsed();
    const [look, beganAt] = [++this.looks, this.triedAt];
    try {
      const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
      const headers = { accept: 'application/json, application/jwk-set+json' };
      const response = await fetch(this.url, { signal, headers, redirect: 'manual' });
      if (response.status !== 200) throw new Error(`status ${response.status}`);
      const set = (await response.json()) as JSONWebKeySet;
      const keys = createLocalJWKSet(set);
      // A provider that is being deployed, or is broken: nothing can be refused by that.
      if (set.keys.length === 0) throw new Error('the set is empty');
      this.keys = keys;
      [this.answered, this.readAt] = [look, beganAt];
      this.isAway = false;
    } catch (error) {
      if (!this.isAway) this.logger.warn(`the identity provider's keys cannot be had: ${String(error)}`);
      this.isAway = true;
      throw new ProviderUnavailable(error);
    }
  }
}
