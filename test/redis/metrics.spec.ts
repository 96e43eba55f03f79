import { describe, expect, it } from '@jest/globals';
import { post } from '../support/api.js';
import { startOnRedis } from '../support/app.js';
import { Cleanup } from '../support/cleanup.js';
import { RawStream } from '../support/raw-stream.js';
import { scrape } from '../support/scrape.js';
import { until } from '../support/until.js';

describe('/metrics shows', () => {
  const cleanup = new Cleanup();

  async function started() {
    const { redis, url } = await startOnRedis(cleanup);
    const stream = await RawStream.open(cleanup, url, 'abc');
    await stream.contains('event: state');
    const shows = (what: string, value: number) =>
      until(`${what} to be ${value}`, async () => (await scrape(url))[what] === value);
    const call = () => post(`${url}/api/meetings/abc/rest`);
    return { redis, url, stream, shows, call };
  }

  it('a Redis that is killed and returns empty', async () => {
    const { redis, url, stream, shows, call } = await started();
    await call();
    const before = await scrape(url);
    expect(before).toMatchObject({ kyukei_bridge_connected: 1, 'kyukei_resyncs_total{cause="store"}': 0 });
    expect(before['kyukei_redis_ping_seconds_count']).toBeGreaterThan(0);

    await redis.kill();
    await shows('kyukei_bridge_connected', 0);
    expect((await call()).status).toBe(503);
    expect(await scrape(url)).toMatchObject({
      'kyukei_command_seconds_count{command="rest",outcome="unavailable"}': 1,
      'kyukei_problems_total{code="store_unavailable"}': 1,
      'kyukei_problems_total{code="internal_error"}': 0,
      kyukei_streams_open: 1,
    });

    await redis.run();
    await stream.contains('event: restored');
    expect(await scrape(url)).toMatchObject({
      kyukei_bridge_connected: 1,
      'kyukei_redis_reconnects_total{connection="commands"}': 1,
      'kyukei_redis_reconnects_total{connection="messages"}': 1,
      'kyukei_resyncs_total{cause="store"}': 1,
    });
  });

  it('a Redis that hangs', async () => {
    const { redis, url, shows } = await started();
    redis.freeze();
    await shows('kyukei_bridge_connected', 0);
    redis.thaw();
    await shows('kyukei_bridge_connected', 1);
    expect((await scrape(url))['kyukei_resyncs_total{cause="store"}']).toBe(0);
  });

  it('notices whose announcement was lost', async () => {
    const { redis, url, stream, call } = await started();
    const killer = redis.client();
    await until('an announcement to be lost', async () => {
      await killer.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
      await call();
      await stream.contains('event: restored');
      return (await scrape(url))['kyukei_notices_repaired_total'];
    });
    const series = await scrape(url);
    expect(series['kyukei_redis_reconnects_total{connection="messages"}']).toBeGreaterThan(0);
    expect(series['kyukei_redis_reconnects_total{connection="commands"}']).toBe(0);
  });
});
