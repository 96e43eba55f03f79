import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { Proxy } from '../../proxies/proxy.js';
import type { Cleanup } from '../../support/cleanup.js';
import { RedisServer } from '../../support/redis-server.js';
import { until } from '../../support/until.js';
import { callBreak } from './leader.js';
import { RollingMember, type Log } from './member.js';
import { plot, type Mark } from './plot.js';
import { Replica } from './replica.js';

/**
 * Milliseconds of calm before, between and after the restarts; longer than the 5 s within which members
 * reconnect.
 */
const CALM_MS = 10_000;
const JOIN_AT_ONCE = 50;

const { values } = parseArgs({
  options: { members: { type: 'string', default: '2000' }, plot: { type: 'string' } },
});
const actions: (() => unknown)[] = [];
const cleanup = { add: (action: () => unknown) => actions.push(action) } as unknown as Cleanup;
try {
  await measure(Number(values.members));
} finally {
  for (let action = actions.pop(); action; action = actions.pop()) await action();
}

async function measure(size: number): Promise<void> {
  const { port } = await RedisServer.start(cleanup);
  const settings = { REDIS_URL: `redis://127.0.0.1:${port}` };
  const replicas = [await Replica.start(cleanup, settings), await Replica.start(cleanup, settings)];
  const proxy = await Proxy.start(
    cleanup,
    'nginx',
    replicas.map(({ host }) => host),
  );

  const begun = performance.now();
  const elapsed = () => performance.now() - begun;
  const log: Log = { reconnects: [], gaps: [], refused: 0, notOk: 0, lag: new Map() };
  const calledAt = new Map<number, number>();
  const members = Array.from({ length: size }, () => new RollingMember(proxy.http, log, calledAt, begun));
  cleanup.add(() => members.forEach((member) => member.leave()));
  for (let n = 0; n < size; n += JOIN_AT_ONCE)
    await Promise.all(members.slice(n, n + JOIN_AT_ONCE).map((member) => member.join()));

  let tries = 0;
  const joinedMs = elapsed();
  const calls: Promise<number>[] = [];
  const leader = setInterval(() => {
    const number = calls.length + 1;
    calledAt.set(number, performance.now());
    // Breaks are called one after the other, as by one person.
    calls.push((calls.at(-1) ?? Promise.resolve(0)).then(() => callBreak(proxy.http, number)));
  }, 1000);

  const marks: Mark[] = [];
  const mark = (text: string) => marks.push({ atMs: elapsed() - joinedMs, text });
  for (const [n, replica] of replicas.entries()) {
    await calm();
    mark(`SIGTERM ${n + 1}`);
    await replica.stop();
    await replica.startAgain();
    mark(`ready ${n + 1}`);
  }
  await calm();
  clearInterval(leader);
  for (const count of await Promise.all(calls)) tries += count;
  const lengthMs = elapsed() - joinedMs;

  const all = Array.from(calls, (_, n) => n + 1);
  const whole = ({ breaks }: RollingMember) => breaks.join() === all.join();
  // The members that reconnected last may still be getting their missed notices.
  await until('every member to have heard every break', () => members.every(whole)).catch(() => undefined);
  const failed = members.filter((member) => !whole(member));
  const lags = [...log.lag.values()].sort((a, b) => a - b);
  const gaps = [...log.gaps].sort((a, b) => a - b);
  const ms = (value = 0) => `${Math.round(value)} ms`;
  console.log(
    `${size} members, ${all.length} breaks, one a second; two processes behind nginx, each restarted once`,
  );
  console.log(`heard every break, once and in order: ${size - failed.length} of ${size}`);
  // A member that is only late has a prefix of all breaks; any other difference is a gap, a repetition or a
  // wrong order.
  const wrong = failed.filter(({ breaks }) => !breaks.every((number, n) => number === n + 1));
  console.log(
    `others: ${failed.length - wrong.length} still behind after 10 s, ${wrong.length} with a gap or a repeat`,
  );
  console.log(`told to resync: ${members.filter(({ resyncs }) => resyncs > 0).length}`);
  console.log(
    `reconnects: ${log.reconnects.length}; refused attempts ${log.refused}, answers but 200: ${log.notOk}`,
  );
  console.log(
    `without a stream: median ${ms(gaps[Math.floor(gaps.length / 2)])}, longest ${ms(gaps.at(-1))}`,
  );
  console.log(`last member to hear a break, median of the breaks: ${ms(lags[Math.floor(lags.length / 2)])}`);
  console.log(`calls for ${all.length} breaks: ${tries}`);
  if (failed[0]) console.log(`one of them heard: ${failed[0].breaks.join()}`);
  if (values.plot) {
    const title = `Reconnects per second: ${size} members, two processes behind nginx, restarted one after the other`;
    const moments = log.reconnects.map((moment) => moment - joinedMs);
    await writeFile(values.plot, plot(title, moments, lengthMs, marks));
  }
  // A status other than 200 is a failure, because it ends a browser's EventSource for good. These members
  // retry after it.
  process.exitCode = failed.length > 0 || log.notOk > 0 ? 1 : 0;
}

function calm(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, CALM_MS));
}
