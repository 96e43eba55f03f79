import { describe, expect, it } from '@jest/globals';
import { MeetingStore } from '../../src/stores/meeting-store.js';
import { ready, startApp } from '../support/app.js';
import { Cleanup } from '../support/cleanup.js';
import { RedisServer } from '../support/redis-server.js';

describe('what is asked of Redis at once', () => {
  const cleanup = new Cleanup();

  it('is written at once', async () => {
    const server = await RedisServer.start(cleanup);
    const settings = { REDIS_HOST: '127.0.0.1', REDIS_PORT: String(server.port) };
    const { nest, url } = await startApp(cleanup, settings);
    await ready(url);
    const store = nest.get(MeetingStore);
    const ask = () => Promise.all(Array.from({ length: 50 }, (_, i) => store.load(`m-${i}`)));
    // Redis learns the script.
    await ask();
    const redis = server.client();
    const reads = async () => Number(/total_reads_processed:(\d+)/.exec(await redis.info('stats'))?.[1]);
    const before = await reads();
    expect(await ask()).toHaveLength(50);
    // Ours, and what else there is: this question, a ping.
    expect((await reads()) - before).toBeLessThan(10);
  });
});
