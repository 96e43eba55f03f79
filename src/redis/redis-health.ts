import { Injectable } from '@nestjs/common';
import { catchError, firstValueFrom, from, map, of, timeout } from 'rxjs';
import { AppConfig } from '../config/app-config.js';
import { describeStore } from '../config/describe.js';
import { StoreHealth, type StoreState } from '../health/store-health.js';
import { RedisConnections } from './redis-connections.js';

/** Well under the second in which `/health` must answer. */
const ANSWER_TIMEOUT_MS = 500;

@Injectable()
export class RedisHealth extends StoreHealth {
  constructor(
    private readonly connections: RedisConnections,
    private readonly config: AppConfig,
  ) {
    super();
  }

  override state(): Promise<StoreState> {
    return inTime(
      this.connections.ping().then(() => 'connected' as const),
      'disconnected',
    );
  }

  override async describe(): Promise<string> {
    const version = await inTime(this.connections.commands.info('server').then(versionIn), 'not reached yet');
    return `${describeStore(this.config.redis)}: ${version}`;
  }
}

/** A user may be denied INFO; then nobody knows. */
function versionIn(info: string): string {
  const find = (name: string) => new RegExp(`^${name}:(\\S+)`, 'm').exec(info)?.[1];
  const valkey = find('valkey_version');
  return valkey ? `Valkey ${valkey}` : `version ${find('redis_version') ?? 'unknown'}`;
}

function inTime<T, U>(answer: Promise<T>, otherwise: U): Promise<T | U> {
  return firstValueFrom(
    from(answer).pipe(
      timeout(ANSWER_TIMEOUT_MS),
      map((value): T | U => value),
      catchError(() => of(otherwise)),
    ),
  );
}
