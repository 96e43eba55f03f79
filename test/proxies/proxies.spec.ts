import { beforeAll, describe, expect, it } from '@jest/globals';
import { post } from '../support/api.js';
import { startApp, type App } from '../support/app.js';
import { Cleanup } from '../support/cleanup.js';
import { Service } from '../support/service.js';
import { ProxiedStream, protocols } from './proxied-stream.js';
import { proxies, Proxy } from './proxy.js';

/**
 * Bound for the median delay of a notice. The median, so that one busy moment of the machine does not count.
 */
const AT_ONCE_MS = 250;
const BREAKS = 5;

describe.each(proxies)('%s with its file of deploy/proxies/', (name) => {
  const cleanup = new Cleanup('after all tests');
  let app: App;
  let proxy: Proxy;
  let meetings = 0;

  beforeAll(async () => {
    app = await startApp(cleanup);
    proxy = await Proxy.start(cleanup, name, [new URL(app.url).host]);
  });

  const rest = (meeting: string, message: string) =>
    post(`${app.url}/api/meetings/${meeting}/rest`, { message });

  it.each(protocols.flatMap((protocol) => [false, true].map((gzip) => [protocol, gzip] as const)))(
    'forwards every notice at once over %s, with gzip accepted by the client: %s',
    async (protocol, gzip) => {
      const meeting = `m${meetings++}`;
      const stream = await ProxiedStream.open(cleanup, proxy, protocol, meeting, { gzip });
      // nginx ignores `no-transform` and compresses: the worst case of the three, and still without delay.
      expect(stream.encoding).toBe(gzip && name === 'nginx' ? 'gzip' : undefined);
      const times: number[] = [];
      for (let n = 1; n <= BREAKS; n++) {
        const begun = performance.now();
        await rest(meeting, `break ${n}.`);
        await stream.contains(`break ${n}.`);
        times.push(performance.now() - begun);
      }
      expect(times.sort((a, b) => a - b)[Math.floor(BREAKS / 2)]).toBeLessThan(AT_ONCE_MS);
    },
  );

  it.each(protocols)('lets a client resume over %s: missed notices in order, once', async (protocol) => {
    const meeting = `m${meetings++}`;
    await rest(meeting, 'before');
    const first = await ProxiedStream.open(cleanup, proxy, protocol, meeting);
    await rest(meeting, 'last seen');
    await first.contains('"last seen"');

    await rest(meeting, 'missed 1');
    await rest(meeting, 'missed 2');
    const cursor = /id: (\S+)\ndata: .*"last seen"/.exec(first.text)?.[1] ?? '';
    const again = await ProxiedStream.open(cleanup, proxy, protocol, meeting, { lastEventId: cursor });
    await rest(meeting, 'live');
    await again.contains('"live"');
    expect(again.breaks).toEqual(['missed 1', 'missed 2', 'live']);
  });

  // A status other than 200 ends a browser's EventSource for good.
  it('answers new streams with 200 while no process has its store', async () => {
    const { url } = await Service.start(cleanup, { REDIS_URL: 'redis://127.0.0.1:1' });
    const alone = await Proxy.start(cleanup, name, [new URL(url).host]);
    await alone.findsOneNotReady();
    for (const protocol of protocols)
      await ProxiedStream.open(cleanup, alone, protocol, 'm', { begins: '"store_unavailable"' });
  });
});
