import { describe, expect, it } from '@jest/globals';
import { startOnRedis } from '../support/app.js';
import { Cleanup } from '../support/cleanup.js';
import { built } from '../support/outside-jest.js';

const { MeetingStore } =
  await built<typeof import('../../src/stores/meeting-store.js')>('stores/meeting-store.js');

describe('Redis commands of one turn of the event loop', () => {
  const cleanup = new Cleanup();

  it('are written at once', async () => {
    const { nest, redis: server } = await startOnRedis(cleanup);
    const store = nest.get(MeetingStore);
    const ask = () => Promise.all(Array.from({ length: 50 }, (_, i) => store.load(`m-${i}`)));
    // The first call loads the script.
    await ask();
    const redis = server.client();
    const reads = async () => Number(/total_reads_processed:(\d+)/.exec(await redis.info('stats'))?.[1]);
    const before = await reads();
    expect(await ask()).toHaveLength(50);
    // One read for all calls; a few more for this INFO and for PINGs.
    expect((await reads()) - before).toBeLessThan(10);
  });
});
