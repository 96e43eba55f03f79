import { Injectable } from '@nestjs/common';
import { catchError, firstValueFrom, from, map, of, timeout } from 'rxjs';
import { StoreHealth, type StoreState } from '../health/store-health.js';
import { RedisConnections } from './redis-connections.js';

/** Well under the second in which `/health` must answer. */
const PING_TIMEOUT_MS = 500;

@Injectable()
export class RedisHealth extends StoreHealth {
  constructor(private readonly connections: RedisConnections) {
    super();
  }

  override state(): Promise<StoreState> {
    return firstValueFrom(
      from(this.connections.ping()).pipe(
        timeout(PING_TIMEOUT_MS),
        map(() => 'connected' as const),
        catchError(() => of('disconnected' as const)),
      ),
    );
  }
}
