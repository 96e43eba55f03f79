import { Injectable } from '@nestjs/common';
import { CallCounts, WINDOW_MS } from '../stores/call-counts.js';
import { Keys } from './keys.js';
import { RedisScripts } from './scripts.js';

/**
 * Counts the calls of all processes. If their clocks differ a little, a minute begins a little earlier or
 * later.
 */
@Injectable()
export class RedisCallCounts extends CallCounts {
  constructor(
    private readonly scripts: RedisScripts,
    private readonly keys: Keys,
  ) {
    super();
  }

  override count(name: string, window: number): Promise<number> {
    const key = this.keys.callsKey(name, window);
    return this.scripts.run(async (redis) => {
      const [[failure, count] = []] =
        (await redis
          .multi()
          .incr(key)
          .expire(key, (2 * WINDOW_MS) / 1000)
          .exec()) ?? [];
      if (failure || typeof count !== 'number') throw failure ?? new Error('the calls were not counted');
      return count;
    });
  }
}
