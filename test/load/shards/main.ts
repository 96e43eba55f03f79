import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Cleanup } from '../../support/cleanup.js';
import type { RedisServer } from '../../support/redis-server.js';
import { Service } from '../../support/service.js';
import { until } from '../../support/until.js';
import { startMasters, workOf, type Work } from './cluster.js';
import { Follower } from './follower.js';

const PROCESSES = 2;
const MEETINGS = 300;
/** Wait until the subscriptions and the first leases are done. */
const SETTLE_MS = 3_000;
const CALM_SECONDS = 8;

const { values } = parseArgs({
  options: { breaks: { type: 'string', default: '100' }, seconds: { type: 'string', default: '15' } },
});
const perSecond = Number(values.breaks);
const seconds = Number(values.seconds);

console.log(
  `${perSecond} breaks a second in ${MEETINGS} meetings, each on ${PROCESSES} processes; per master and second, beyond what it does without breaks`,
);
console.log('| classic channels | masters | CPU | commands | messages from other masters |');
console.log('|---|---:|---:|---:|---:|');
for (const classic of ['on', 'off']) for (const masters of [1, 2, 3]) await measure(masters, classic);

async function measure(count: number, classic: string): Promise<void> {
  const actions: (() => unknown)[] = [];
  const cleanup = { add: (action: () => unknown) => actions.push(action) } as unknown as Cleanup;
  try {
    const masters = await startMasters(cleanup, count);
    const env = {
      REDIS_CLUSTER: masters.map(({ port }) => `127.0.0.1:${port}`).join(),
      REDIS_CLUSTER_CLASSIC_CHANNEL: classic,
    };
    const start = () => Service.startReady(cleanup, env);
    const services = await Promise.all(Array.from({ length: PROCESSES }, start));
    const ids = Array.from({ length: MEETINGS }, (_, n) => `shard-${n}`);
    const followers = await Promise.all(services.map(({ url }) => Follower.start(cleanup, url, ids)));
    await delay(SETTLE_MS);

    const calm = await rate(masters, () => delay(CALM_SECONDS * 1000));
    let calls = 0;
    const busy = await rate(masters, async () => {
      const url = services[0]?.url ?? '';
      calls = await callBreaks((n) => `${url}/api/meetings/${ids[n % MEETINGS] ?? ''}/rest`);
      await until('every break to be heard', () => followers.every(({ breaks }) => breaks === calls));
    });
    const value = (name: keyof Work) => (busy[name] - calm[name]) / count;
    const cpu = `${value('cpuMs').toFixed(1)} ms`;
    console.log(
      `| ${classic} | ${count} | ${cpu} | ${Math.round(value('commands'))} | ${Math.round(value('busMessages'))} |`,
    );
  } finally {
    for (let action = actions.pop(); action; action = actions.pop()) await action();
  }
}

/** The work of all masters together per second of `work`. */
async function rate(masters: readonly RedisServer[], work: () => Promise<unknown>): Promise<Work> {
  const total = async () =>
    (await Promise.all(masters.map(workOf))).reduce((a, b) => ({
      cpuMs: a.cpuMs + b.cpuMs,
      commands: a.commands + b.commands,
      busMessages: a.busMessages + b.busMessages,
    }));
  const [begun, before] = [performance.now(), await total()];
  await work();
  const [took, after] = [(performance.now() - begun) / 1000, await total()];
  const per = (name: keyof Work) => (after[name] - before[name]) / took;
  return { cpuMs: per('cpuMs'), commands: per('commands'), busMessages: per('busMessages') };
}

/** Calls breaks at the given rate; resolves with their number. */
async function callBreaks(url: (n: number) => string): Promise<number> {
  const calls = perSecond * seconds;
  const begun = performance.now();
  const running: Promise<void>[] = [];
  for (let n = 0; n < calls; n++) {
    await delay(begun + (n * 1000) / perSecond - performance.now());
    running.push(call(url(n)));
  }
  await Promise.all(running);
  return calls;
}

async function call(url: string): Promise<void> {
  const answer = await fetch(url, { method: 'POST' });
  await answer.text();
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
}
