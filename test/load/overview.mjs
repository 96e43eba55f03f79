// npm run measure:overview: compares an overview of 50 meetings with 50 streams: the CPU of the service, the
// bytes sent to the dashboard, and the scripts run in Redis, while 100 members listen to each meeting and
// leaders call 10 breaks per second. The variants take turns, so that other load on the machine affects all
// of them. Takes three minutes.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Redis as RedisClient } from 'ioredis';
import { freePort, Redis } from '../support/redis-process.mjs';

const MEETINGS = Array.from({ length: 50 }, (_, i) => `m-${i}`);
const MEMBERS = 100;
const BREAKS_PER_SECOND = 10;
const SECONDS = 8;
const ROUNDS = 4;

const streams = MEETINGS.map((id) => `events?meeting_id=${id}&role=leader`);
const overview = `overview?role=leader&${MEETINGS.map((id) => `meeting_id=${id}`).join('&')}`;
const ways = {
  nobody: [],
  'one overview': [overview],
  '50 streams': streams,
  'ten overviews': Array(10).fill(overview),
  '500 streams': Array(10).fill(streams).flat(),
};

const folder = mkdtempSync(join(tmpdir(), 'kyukei-overview-'));
const redis = new Redis(await freePort(), folder);
const children = [];
let client;
try {
  await redis.start();
  client = new RedisClient({ port: redis.port });
  await report(await start());
} finally {
  client?.disconnect();
  children.forEach((child) => child.kill('SIGKILL'));
  await redis.kill();
  rmSync(folder, { recursive: true });
}
process.exit();

async function report(url) {
  await Promise.all(MEETINGS.map((id) => post(url, id, 'start')));
  for (const id of MEETINGS)
    await Promise.all(
      Array.from({ length: MEMBERS }, () => listen(`${url}/api/sse/events?meeting_id=${id}`)),
    );
  const results = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
  // The first round is a warm-up and not counted.
  for (let round = 0; round <= ROUNDS; round++)
    for (const [name, paths] of Object.entries(ways)) {
      const result = await watched(url, paths);
      if (round > 0) results[name].push(result);
    }
  for (const [name, rounds] of Object.entries(results)) {
    const of = (what) => median(rounds.map((round) => round[what]));
    console.log(
      `${name}: ${(of('cpu') * 1000).toFixed(0)} ms of CPU a second, ${of('scripts').toFixed(1)} scripts in Redis a second, ` +
        `${(of('bytes') / 1024).toFixed(1)} KiB a second, ${of('states').toFixed(1)} states a second`,
    );
  }
  console.log(`medians of ${ROUNDS} rounds of ${SECONDS} s`);
}

/** The cost per second while a dashboard has these streams open. */
async function watched(url, paths) {
  const heard = { bytes: 0, states: 0 };
  const open = await Promise.all(
    paths.map((path) =>
      listen(`${url}/api/sse/${path}`, (chunk) => {
        heard.bytes += chunk.length;
        heard.states += chunk.toString().split('event: state').length - 1;
      }),
    ),
  );
  // By now the first states were sent, and the counts were read.
  await delay(3_000);
  Object.assign(heard, { bytes: 0, states: 0 });
  const before = await numbers(url);
  const begun = performance.now();
  for (let n = 0; n < SECONDS * BREAKS_PER_SECOND; n++) {
    await post(url, MEETINGS[n % MEETINGS.length], 'rest');
    await delay(Math.max(0, begun + ((n + 1) * 1_000) / BREAKS_PER_SECOND - performance.now()));
  }
  const seconds = (performance.now() - begun) / 1000;
  const after = await numbers(url);
  open.forEach((answer) => answer.destroy());
  await delay(500);
  return {
    cpu: (after.cpu - before.cpu) / seconds,
    scripts: (after.scripts - before.scripts) / seconds,
    bytes: heard.bytes / seconds,
    states: heard.states / seconds,
  };
}

async function numbers(url) {
  const text = await (await fetch(`${url}/metrics`)).text();
  const stats = await client.info('commandstats');
  return {
    cpu: Number(/^process_cpu_seconds_total (\S+)$/m.exec(text)[1]),
    scripts: Number(/cmdstat_evalsha:calls=(\d+)/.exec(stats)?.[1] ?? 0),
  };
}

async function post(url, id, command) {
  const answer = await fetch(`${url}/api/meetings/${id}/${command}`, { method: 'POST' });
  if (answer.status !== 200) throw new Error(`${answer.status}: ${await answer.text()}`);
  await answer.arrayBuffer();
}

async function listen(target, hear = () => undefined) {
  const [answer] = await once(get(target, { agent: false }), 'response');
  answer.on('data', hear);
  answer.on('error', () => undefined);
  return answer;
}

async function start() {
  const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
  const places = { PORT: '0', HOST: '127.0.0.1', REDIS_URL: `redis://127.0.0.1:${redis.port}` };
  const limits = { MAX_STREAMS_PER_ADDRESS: '0', COMMANDS_PER_MINUTE: '0' };
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env.PATH, NODE_ENV: 'production', ...places, ...limits },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const url = await new Promise((resolve) => {
    child.stdout.on('data', (chunk) => {
      const found = /listening on (http:[^\s,]+)/.exec(String(chunk))?.[1];
      if (found) resolve(found);
    });
  });
  while ((await fetch(`${url}/health/ready`)).status !== 200) await delay(50);
  return url;
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
