import { Redis, type RedisOptions } from 'ioredis';

/** Asks one server over a connection of its own. */
export async function ask<T>(place: RedisOptions, question: (redis: Redis) => Promise<T>): Promise<T> {
  const client = new Redis({ ...place, lazyConnect: true, retryStrategy: () => null });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await question(client);
  } finally {
    client.disconnect();
  }
}
