import { describe, expect, it } from '@jest/globals';
import { Cleanup } from '../support/cleanup.js';
import { Member } from '../support/member.js';
import { Service, startTwoProcesses } from '../support/service.js';
import { until } from '../support/until.js';

/**
 * A member reconnects 2 to 5 s after its goodbye, and after the same time again if the process does not
 * listen yet.
 */
const BACK_MS = 30_000;

describe('a rolling restart of two processes under load', () => {
  const cleanup = new Cleanup();

  it('loses nothing, repeats nothing, and refuses no stream', async () => {
    // The test calls more breaks during a reconnect than the default log keeps.
    const more = { LOG_MAX_NOTICES: '100000' };
    const { one, other, redis } = await startTwoProcesses(cleanup, more);
    const env = { ...redis.env, ...more };
    const services = [one, other];
    const urls = services.map(({ url }) => url);
    const members = await Promise.all(
      Array.from({ length: 40 }, (_, i) => Member.join(cleanup, urls[i % 2] ?? '', 'abc')),
    );

    const called: string[] = [];
    const load = { on: true };
    const calling = (async () => {
      for (let i = 0; load.on; i++) {
        const message = String(i);
        // Like a load balancer, goes to the next process while one is being replaced. The key makes the call
        // idempotent.
        await until('a process to take the break', () => anyTakes(message, i));
        called.push(message);
      }
    })();

    for (const [i, service] of services.entries()) {
      expect(await service.stop('SIGTERM')).toBe(0);
      await Service.startReady(cleanup, { ...env, PORT: new URL(urls[i] ?? '').port });
      await until(
        'its members to be back',
        () => members.every((member, m) => m % 2 !== i || member.all('connected').length === 2),
        BACK_MS,
      );
    }
    load.on = false;
    await calling;

    for (const member of members) {
      await until('the last break', () => member.breaks.at(-1) === called.at(-1));
      expect(member.breaks).toEqual(called);
      expect(member.all('state').map(({ data }) => data['resync'])).toEqual([false, false]);
      // A process that has just started may not have reached Redis yet; then it ends streams with
      // `store_unavailable`.
      const reasons = member.all('goodbye').map(({ data }) => data['reason']);
      expect(reasons).toEqual(['shutting_down', ...reasons.slice(1).map(() => 'store_unavailable')]);
    }
    expect(called.length).toBeGreaterThan(100);

    async function anyTakes(message: string, i: number): Promise<boolean> {
      for (const url of [urls[i % 2], urls[(i + 1) % 2]]) {
        const request = {
          method: 'POST',
          headers: { 'idempotency-key': message },
          body: JSON.stringify({ message }),
        };
        const answer = await fetch(`${url ?? ''}/api/meetings/abc/rest`, request).catch(() => undefined);
        if (answer?.ok) return true;
      }
      return false;
    }
  }, 120_000);
});
