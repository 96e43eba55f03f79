import { Logger } from '@nestjs/common';
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import type { Clock } from '../clock/clock.js';
import { ProviderUnavailable } from './refusals.js';

/** Timeout of a request to the provider. A stream must send its first frame within 5 s. */
const ANSWER_WITHIN_MS = 2_000;
/**
 * Keys are fetched again after this time, so a key that the provider revokes is accepted no longer than this.
 */
const FRESH_MS = 600_000;
/** While the provider is away, its last keys are accepted for this time. */
const KEPT_MS = 3_600_000;
/** Minimum time between two requests, so that made-up tokens cannot flood the provider. */
const COOLDOWN_MS = 10_000;

/**
 * The public keys of an identity provider. jose's `createRemoteJWKSet` does not fit: it refuses a token whose
 * key was added since the last fetch until its cool-down is over, and it measures time by a clock that may be
 * set back.
 */
export class ProviderKeys {
  private readonly logger = new Logger('Access');
  private keys: JWTVerifyGetKey | undefined;
  /** Whether the last fetch failed and a warning was logged. */
  private isAway = false;
  private reading: Promise<void> | undefined;
  /** Number of fetches that have begun, and the number of the last one that succeeded. */
  private fetches = 0;
  private answered = 0;
  /** When the last fetch and the last successful one began, by `Clock.elapsed`. */
  private triedAt = -Infinity;
  private readAt = -Infinity;

  constructor(
    private readonly url: URL,
    private readonly clock: Clock,
  ) {}

  /** Rejects with jose's `JWKSNoMatchingKey`, or with `ProviderUnavailable` if there are no keys. */
  readonly find: JWTVerifyGetKey = async (header, token) => {
    const age = this.clock.elapsed() - this.readAt;
    if (!this.keys || age >= KEPT_MS) await this.read();
    else if (age >= FRESH_MS && !this.isCoolingDown) await this.read().catch(() => undefined);
    if (!this.keys) throw new ProviderUnavailable('there are none');
    try {
      return await this.keys(header, token);
    } catch (error) {
      if (error instanceof errors.JOSEError) throw error;
      // The key cannot be read, which is the provider's fault: the keys are fetched again after the cool-down.
      this.readAt = Math.min(this.readAt, this.clock.elapsed() - FRESH_MS);
      throw new ProviderUnavailable(error);
    }
  };

  /**
   * Fetches the keys again, unless that has happened since {@link moment} (then `false`). Rejects with
   * `ProviderUnavailable` if the cool-down is not over or the provider does not answer; both are temporary.
   */
  async refetch(since: number): Promise<boolean> {
    if (this.answered > since) return false;
    if (this.isCoolingDown) throw new ProviderUnavailable('they were fetched some seconds ago');
    await this.read();
    return true;
  }

  /** The present, for {@link refetch}. */
  get moment(): number {
    return this.fetches;
  }

  private get isCoolingDown(): boolean {
    return this.clock.elapsed() - this.triedAt < COOLDOWN_MS;
  }

  /** Callers at the same time share one fetch. */
  private read(): Promise<void> {
    this.reading ??= this.fetch().finally(() => (this.reading = undefined));
    return this.reading;
  }

  private async fetch(): Promise<void> {
    this.triedAt = this.clock.elapsed();
    const [fetched, beganAt] = [++this.fetches, this.triedAt];
    try {
      const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
      const headers = { accept: 'application/json, application/jwk-set+json' };
      const response = await fetch(this.url, { signal, headers, redirect: 'manual' });
      if (response.status !== 200) throw new Error(`status ${response.status}`);
      const set = (await response.json()) as JSONWebKeySet;
      const keys = createLocalJWKSet(set);
      // The provider is broken or being deployed: an empty set must not refuse tokens.
      if (set.keys.length === 0) throw new Error('the set is empty');
      this.keys = keys;
      [this.answered, this.readAt] = [fetched, beganAt];
      this.isAway = false;
    } catch (error) {
      if (!this.isAway) this.logger.warn(`the identity provider's keys are not available: ${String(error)}`);
      this.isAway = true;
      throw new ProviderUnavailable(error);
    }
  }
}
