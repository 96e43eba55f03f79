import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it } from '@jest/globals';
import { Cleanup } from './support/cleanup.js';
import { Service } from './support/service.js';
import { until } from './support/until.js';

const cleanup = new Cleanup();

it("a busy process keeps a thousand connections waiting, where Node's default loses half of them", async () => {
  const service = await Service.start(cleanup);
  const { hostname, port } = new URL(service.url);
  // A stopped process is like one that is busy all the time.
  service.process.kill('SIGSTOP');
  const sockets = Array.from({ length: 1000 }, () => connect(Number(port), hostname));
  cleanup.add(() => sockets.forEach((socket) => socket.destroy()));
  await until('all to be connected', () => sockets.every(({ pending }) => !pending));
  service.process.kill('SIGCONT');
  const last = sockets.at(-1);
  last?.write('GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  const [answer] = last ? ((await once(last, 'data')) as [Buffer]) : [];
  expect(String(answer)).toMatch(/^HTTP\/1\.1 200 /);
});
