import { describe, expect, it } from '@jest/globals';
import { Cleanup } from '../support/cleanup.js';
import { RedisServer } from '../support/redis-server.js';
import { Service } from '../support/service.js';
import { credentials, protections } from './credentials.js';
import { fuzz } from './fuzz.js';

/**
 * `npm test` sends a few requests, always the same ones; `npm run fuzz` sends many random ones
 * (docs/security.md).
 */
const COUNT = Number(process.env['FUZZ_REQUESTS'] ?? 1_000);
const SEED = Number(process.env['FUZZ_SEED'] ?? (COUNT > 1_000 ? Date.now() % 1e9 : 1));

describe.each([
  ['embedded', 'open'],
  ['Redis', 'open'],
  ['Redis', 'with every protection'],
] as const)('random requests, %s, %s', (store, access) => {
  const cleanup = new Cleanup();
  const isOpen = access === 'open';

  it(
    'get the answers that the API docs describe, and leave nothing behind',
    async () => {
      const service = await Service.startReady(cleanup, {
        ...(store === 'Redis' ? (await RedisServer.start(cleanup)).env : {}),
        ...(isOpen ? {} : await protections(cleanup)),
      });
      const { statuses, complaints } = await fuzz(
        service.url,
        COUNT,
        SEED,
        isOpen ? undefined : await credentials(service.url),
      );
      if (COUNT > 1_000)
        console.log(`${store}, ${access}, seed ${SEED}: ${COUNT} requests, answers`, statuses);
      expect(complaints).toEqual([]);
      // The requests have reached the handlers and all checks before them.
      expect(Object.keys(statuses)).toEqual(
        expect.arrayContaining([...['200', '400', '404', '409', '422'], ...(isOpen ? [] : ['401', '403'])]),
      );
      expect((await fetch(`${service.url}/health/ready`)).status).toBe(200);
      // No error, no warning, no unhandled rejection (which would have ended the process).
      expect(service.output).not.toMatch(/ (WARN|ERROR|FATAL) /);
      expect(await service.stop()).toBe(0);
    },
    60_000 + COUNT * 20,
  );
});
