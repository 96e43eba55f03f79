import { expect, it } from '@jest/globals';
import { post } from '../support/api.js';
import { startApp } from '../support/app.js';
import { Cleanup } from '../support/cleanup.js';
import { ProxiedStream, protocols } from './proxied-stream.js';
import { proxies, Proxy } from './proxy.js';

/**
 * Longer than Cloudflare's limit of 120 s for a silent answer, the longest that we know; the proxies here
 * have 30 or 60 s.
 */
const SILENCE_MS = 130_000;

/** Too slow for `npm test`; `npm run test:proxies` runs it. */
const cleanup = new Cleanup();

it(
  'a stream with only heartbeats for 130 s survives every proxy',
  async () => {
    const app = await startApp(cleanup);
    const started = proxies.map((name) => Proxy.start(cleanup, name, [new URL(app.url).host]));
    const streams = await Promise.all(
      started.flatMap((proxy) =>
        protocols.map(async (protocol) => ProxiedStream.open(cleanup, await proxy, protocol, 'abc')),
      ),
    );
    await new Promise((resolve) => setTimeout(resolve, SILENCE_MS));
    expect(streams.map(({ ended }) => ended)).toEqual(streams.map(() => false));
    await post(`${app.url}/api/meetings/abc/rest`, { message: 'at last' });
    await Promise.all(streams.map((stream) => stream.contains('"at last"')));
  },
  SILENCE_MS + 30_000,
);
