import { writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Cleanup } from '../../support/cleanup.js';
import { RedisServer } from '../../support/redis-server.js';
import { plot, type Mark } from '../rolling/plot.js';
import { Replica } from '../rolling/replica.js';
import { Crowd, type Return } from './crowd.js';
import { Observer, type Observation } from './observer.js';

const CALM_MS = 10_000;

/** After this many milliseconds each member got a heartbeat with the `retry` that it uses after a crash. */
const TOLD_MS = 35_000;

const { values } = parseArgs({
  options: {
    members: { type: 'string', default: '9500' },
    crash: { type: 'boolean', default: false },
    plot: { type: 'string' },
  },
});
const actions: (() => unknown)[] = [];
const cleanup = { add: (action: () => unknown) => actions.push(action) } as unknown as Cleanup;
try {
  await measure(Number(values.members) * 2, values.crash ? 'SIGKILL' : 'SIGTERM');
} finally {
  for (let action = actions.pop(); action; action = actions.pop()) await action();
}

async function measure(size: number, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  const { env } = await RedisServer.start(cleanup);
  const replicas = [await Replica.start(cleanup, env), await Replica.start(cleanup, env)] as const;
  const observer = new Observer();
  await observer.start(replicas[0]);
  const ports = replicas.map(({ host }) => Number(new URL(`http://${host}`).port));
  const crowd = new Crowd(cleanup, ports, size);
  const isWhole = () => crowd.present === size;
  while (!isWhole()) await delay(100);

  console.log(`${size / 2} members on each of two processes, ${signal} to one, later to the other`);
  const begun = Date.now();
  const marks: Mark[] = [];
  const mark = (text: string) => marks.push({ atMs: Date.now() - begun, text });
  const [one, two] = replicas;
  const restarts = [
    [one, two],
    [two, one],
  ] as const;
  for (const [n, [replica, other]] of restarts.entries()) {
    await print('calm', observer.during(other, isAfter(signal === 'SIGKILL' ? TOLD_MS : CALM_MS)));
    mark(`${signal} ${n + 1}`);
    const stopping = replica.stop(signal);
    const members = (size / 2) * (n + 1);
    while (crowd.present > size - members / 2) await delay(10);
    await print(`takes ${members} members`, observer.during(other, isWhole));
    await stopping;
    await replica.startAgain();
    mark(`ready ${n + 1}`);
  }
  await print('calm', observer.during(replicas[0], isAfter(CALM_MS)));
  await delay(1_000);
  const lengthMs = Date.now() - begun;

  const { returns, ...sums } = await crowd.result(observer.calls);
  console.log({ ...sums, 'commands refused': observer.refused });
  const half = observer.calls.length / 2;
  printGaps(
    'without a stream, with a break on',
    returns.filter(({ meeting }) => meeting < half),
  );
  printGaps(
    'without a stream, others',
    returns.filter(({ meeting }) => meeting >= half),
  );
  if (values.plot) {
    const title = `Reconnects per second: ${size} members, two processes, restarted one after the other`;
    const moments = returns.map(({ at }) => at - begun);
    await writeFile(values.plot, plot(title, moments, lengthMs, marks));
  }
  process.exitCode = sums.missed + sums.wrong + sums.resyncs > 0 ? 1 : 0;
}

function isAfter(ms: number): () => boolean {
  const end = performance.now() + ms;
  return () => performance.now() > end;
}

async function print(what: string, observing: Promise<Observation>): Promise<void> {
  const begun = performance.now();
  const { cpu, slowestHealthMs, commandsMs } = await observing;
  const percent = (share: number) => `${Math.round(share * 100)} %`;
  const ms = (value = 0) => `${Math.round(value)} ms`;
  const p99 = commandsMs[Math.floor(commandsMs.length * 0.99)];
  console.log(
    `${what}, ${Math.round((performance.now() - begun) / 1000)} s: CPU ${percent(cpu.mean)} of a core, worst second ` +
      `${percent(cpu.worst)}; slowest health answer ${ms(slowestHealthMs)}; ${commandsMs.length} commands, p99 ${ms(p99)}`,
  );
}

function printGaps(what: string, returns: readonly Return[]): void {
  const gaps = returns.map(({ gapMs }) => gapMs).sort((a, b) => a - b);
  const at = (fraction: number) =>
    `${((gaps[Math.floor((gaps.length - 1) * fraction)] ?? 0) / 1000).toFixed(1)} s`;
  console.log(`${what}: median ${at(0.5)}, p90 ${at(0.9)}, longest ${at(1)}`);
}
