import { Injectable } from '@nestjs/common';
import { catchError, firstValueFrom, from, map, of, timeout } from 'rxjs';
import { AppConfig } from '../config/app-config.js';
import { describeStore } from '../config/store-config.js';
import { StoreHealth, type StoreState } from '../stores/store-health.js';
import { Availability } from './availability.js';
import { RedisConnections } from './redis-connections.js';
import { refusalIn } from './refusal.js';

/** Well below the second in which `/health` must answer. */
const ANSWER_TIMEOUT_MS = 500;

@Injectable()
export class RedisHealth extends StoreHealth {
  constructor(
    private readonly connections: RedisConnections,
    private readonly availability: Availability,
    private readonly config: AppConfig,
  ) {
    super();
  }

  override get refusal(): string | undefined {
    return this.availability.refusal?.code;
  }

  override async state(): Promise<StoreState> {
    if (this.availability.isAway) return 'disconnected';
    return withTimeLimit(this.connections.ping().then(isThere, isThere), 'disconnected');
  }

  override async describe(): Promise<string> {
    const version = await withTimeLimit(
      this.connections.commands.info('server').then(versionIn),
      'not reached yet',
    );
    return `${describeStore(this.config.store)}: ${version}`;
  }
}

/** A Redis that cannot save refuses even a PING, so an error reply counts as connected. */
function isThere(error: unknown): StoreState {
  return error === undefined || refusalIn(error)?.scope === 'writes' ? 'connected' : 'disconnected';
}

/** The version in the answer to INFO, which an ACL may forbid. */
function versionIn(info: string): string {
  const find = (name: string) => new RegExp(`^${name}:(\\S+)`, 'm').exec(info)?.[1];
  const valkey = find('valkey_version');
  return valkey ? `Valkey ${valkey}` : `version ${find('redis_version') ?? 'unknown'}`;
}

function withTimeLimit<T, U>(answer: Promise<T>, otherwise: U): Promise<T | U> {
  return firstValueFrom(
    from(answer).pipe(
      timeout(ANSWER_TIMEOUT_MS),
      map((value): T | U => value),
      // `/health` shows `otherwise`; the connections log the cause.
      catchError(() => of(otherwise)),
    ),
  );
}
