import { describe, expect, it } from '@jest/globals';
import { Cleanup } from '../support/cleanup.js';
import { Service } from '../support/service.js';
import { until } from '../support/until.js';
import { ProxiedStream, type Protocol } from './proxied-stream.js';
import { proxies, Proxy } from './proxy.js';

/**
 * The proxies that pass on that a stream was cut. The others, in the versions of Debian 12, end it as
 * complete: docs/clients.md.
 */
const TELL_A_CUT = [
  ['nginx', 'HTTP/1.1'],
  ['nginx', 'HTTP/2 over TLS'],
  ['HAProxy', 'HTTP/1.1'],
].map(([name, protocol]) => `${name} ${protocol}`);

const STREAMS = 20;

describe.each(proxies)('a stream through %s', (name) => {
  const cleanup = new Cleanup();

  it('ends with its goodbye on SIGTERM, or as a broken connection where the proxy drops the ending', async () => {
    const service = await Service.startReady(cleanup);
    const proxy = await Proxy.start(cleanup, name, [new URL(service.url).host]);
    const open = (protocol: Protocol) =>
      Promise.all(
        Array.from({ length: STREAMS }, (_, n) => ProxiedStream.open(cleanup, proxy, protocol, `m${n}`)),
      );
    const streams = new Map([
      ['HTTP/1.1', await open('HTTP/1.1')],
      ['HTTP/2 over TLS', await open('HTTP/2 over TLS')],
    ]);
    expect(await service.stop('SIGTERM')).toBe(0);
    for (const [protocol, all] of streams) {
      await until('the streams to end', () => all.every(({ ended }) => ended));
      expect(all.filter(({ text }) => text.includes('event: goodbye'))).toHaveLength(STREAMS);
      if (TELL_A_CUT.includes(`${name} ${protocol}`))
        expect(all.filter(({ endedCleanly }) => endedCleanly)).toEqual([]);
    }
  });
});
