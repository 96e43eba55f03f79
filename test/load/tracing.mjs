// npm run measure:tracing: measures the cost of tracing: the CPU time for each command, and for each notice
// that is written to a member, with and without tracing. Two services share a real Redis; one sends its
// traces to a collector that discards them. They take turns, so that other load on the machine affects both.
// Takes 90 s.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort, Redis } from '../support/redis-process.mjs';

const ROUNDS = 15;
const COMMANDS = 1_500;
const AT_ONCE = 10;
const MEMBERS = 1_000;
const BREAKS = 50;

const folder = mkdtempSync(join(tmpdir(), 'kyukei-tracing-'));
const redis = new Redis(await freePort(), folder);
const collector = createServer(take).listen(0, '127.0.0.1');
const children = [];
let exported = 0;
try {
  await redis.start();
  const endpoint = `http://127.0.0.1:${collector.address().port}`;
  await report(await start('off', {}), await start('on', { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }));
} finally {
  children.forEach((child) => child.kill('SIGKILL'));
  await redis.kill();
  rmSync(folder, { recursive: true });
}
process.exit();

async function report(off, on) {
  const both = [off, on];
  for (const service of both) await Promise.all(Array.from({ length: MEMBERS }, () => listen(service)));

  // The first round is a warm-up and not counted.
  for (let round = 0; round <= ROUNDS; round++)
    for (const service of both) {
      const perCommand = (await cpuOf(service, () => commands(service))) / COMMANDS;
      const perDelivery = (await cpuOf(service, () => deliveries(service))) / (2 * BREAKS * MEMBERS);
      if (round > 0) service.rounds.push({ perCommand, perDelivery });
    }

  for (const what of ['perCommand', 'perDelivery']) {
    const [without, with_] = both.map(({ rounds }) => median(rounds.map((round) => round[what])));
    const ratio = median(off.rounds.map((round, n) => on.rounds[n][what] / round[what]));
    console.log(
      `${what}: ${us(without)} without, ${us(with_)} with tracing; ${ratio.toFixed(2)} times as much`,
    );
  }
  console.log(`medians of ${ROUNDS} rounds; the collector got ${(exported / 2 ** 20).toFixed(0)} MiB`);
}

function take(request, answer) {
  request.on('data', ({ length }) => (exported += length)).on('end', () => answer.end('{}'));
}

/** Calls breaks in meetings without members. */
async function commands({ url, name }) {
  for (let n = 0; n < COMMANDS; n += AT_ONCE)
    await Promise.all(Array.from({ length: AT_ONCE }, (_, i) => rest(`${url}/api/meetings/${name}-${i}`)));
}

/**
 * Calls breaks in the meeting of all members, and waits until all notices are written. Each break is two
 * notices, as it ends the one before.
 */
async function deliveries(service) {
  const { url, name } = service;
  const before = await number(service, 'kyukei_notices_delivered_total');
  for (let n = 0; n < BREAKS; n++) await rest(`${url}/api/meetings/${name}`);
  const all = before + 2 * BREAKS * MEMBERS;
  while ((await number(service, 'kyukei_notices_delivered_total')) < all) await delay(20);
}

async function rest(meeting) {
  const answer = await fetch(`${meeting}/rest`, { method: 'POST' });
  if (answer.status !== 200) throw new Error(`${answer.status}: ${await answer.text()}`);
  await answer.arrayBuffer();
}

async function listen({ url, name }) {
  const [answer] = await once(get(`${url}/api/sse/events?meeting_id=${name}`, { agent: false }), 'response');
  answer.resume();
}

/**
 * Seconds of CPU during `work`. Traces are exported every five seconds, so a round may also include a part of
 * its neighbours' exports.
 */
async function cpuOf(service, work) {
  const before = await number(service, 'process_cpu_seconds_total');
  await work();
  return (await number(service, 'process_cpu_seconds_total')) - before;
}

async function number({ url }, metric) {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(new RegExp(`^${metric} (\\S+)$`, 'm').exec(text)[1]);
}

async function start(name, env) {
  const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
  const places = { PORT: '0', HOST: '127.0.0.1', REDIS_URL: `redis://127.0.0.1:${redis.port}` };
  // The environment of the image.
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env.PATH, NODE_ENV: 'production', ...places, ...env },
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
  return { name, url, rounds: [] };
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

function us(seconds) {
  return `${(seconds * 1e6).toFixed(seconds > 1e-4 ? 0 : 1)} µs`;
}
