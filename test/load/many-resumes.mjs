// npm run measure:resumes: 512 members resume at once from 256 different places of a full log of 15-KB texts,
// embedded and on Redis. Prints how many get their `state` within 5 s, the slowest answer of /health
// meanwhile, and the memory used. `-- --dist PATH` measures another build.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Redis } from '../support/redis-process.mjs';

const MEMBERS = 512;
const BREAKS = 128;
const WITHIN_MS = 5_000;
const STATE = 'event: state';
const TEXT = 'x'.repeat(15_000);

const { values } = parseArgs({ options: { dist: { type: 'string' } } });
const dist = values.dist ? resolve(values.dist) : fileURLToPath(new URL('../../dist', import.meta.url));

for (const store of ['embedded', 'Redis']) await measure(store);
process.exit(0);

async function measure(store) {
  const folder = mkdtempSync(join(tmpdir(), 'kyukei-resumes-'));
  const redis =
    store === 'Redis' ? new Redis(20_000 + Math.floor(Math.random() * 10_000), folder) : undefined;
  await redis?.start();
  const env = { PATH: process.env.PATH, PORT: '0', HOST: '127.0.0.1', LOG_MAX_NOTICES: String(2 * BREAKS) };
  if (redis) Object.assign(env, { REDIS_HOST: '127.0.0.1', REDIS_PORT: String(redis.port) });
  const service = spawn(process.execPath, [join(dist, 'main.js')], { env, cwd: folder });
  try {
    const port = await listeningPort(service);
    const url = `http://127.0.0.1:${port}`;
    while (!(await fetch(`${url}/health/ready`)).ok) await delay(20);
    for (let i = 0; i < BREAKS; i++) await call(url, TEXT);
    const cursors = await logged(url);
    await delay(2_000);
    const before = mebibytes(service.pid);
    const health = watchHealth(url, service.pid);
    const begun = performance.now();
    const members = Array.from({ length: MEMBERS }, (_, i) => resume(port, cursors[i % cursors.length]));
    await Promise.race([Promise.all(members.map(({ back }) => back)), delay(WITHIN_MS)]);
    const took = Math.round(performance.now() - begun);
    const { slowest, most } = await health.stop();
    const back = members.filter(({ isBack }) => isBack()).length;
    members.forEach(({ socket }) => socket.destroy());
    console.log(
      `${store}: ${back} of ${MEMBERS} back from ${cursors.length} places in ${took} ms; ` +
        `slowest health answer ${slowest} ms; ${most - before} MiB more`,
    );
  } finally {
    service.kill('SIGKILL');
    redis?.signal('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}

async function call(url, message) {
  const answer = await fetch(`${url}/api/meetings/m/rest`, {
    method: 'POST',
    body: JSON.stringify({ message }),
  });
  if (!answer.ok) throw new Error(`a break was refused: ${await answer.text()}`);
}

/** The ids of all notices in the log. */
async function logged(url) {
  const ids = [];
  for (;;) {
    const after = ids.length > 0 ? `&after=${ids.at(-1)}` : '';
    const { events } = await (await fetch(`${url}/api/meetings/m/events?limit=50${after}`)).json();
    if (events.length === 0) return ids;
    ids.push(...events.map(({ id }) => id));
  }
}

/** A member that resumes. It is back once it has the `state` after its missed notices. */
function resume(port, cursor) {
  const socket = connect(port, '127.0.0.1');
  let isBack = false;
  let end = Buffer.alloc(0);
  socket.on('error', () => undefined);
  socket.write(
    `GET /api/sse/events?meeting_id=m HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\nLast-Event-ID: ${cursor}\r\n\r\n`,
  );
  const back = new Promise((done) => {
    socket.on('data', (bytes) => {
      const isLast =
        bytes.includes(STATE) || Buffer.concat([end, bytes.subarray(0, STATE.length)]).includes(STATE);
      end = bytes.subarray(-STATE.length);
      if (!isLast) return;
      isBack = true;
      done();
    });
  });
  return { socket, back, isBack: () => isBack };
}

function watchHealth(url, pid) {
  let slowest = 0;
  let most = 0;
  let isOver = false;
  const watching = (async () => {
    while (!isOver) {
      const asked = performance.now();
      await (await fetch(`${url}/health/live`)).text();
      slowest = Math.max(slowest, Math.round(performance.now() - asked));
      most = Math.max(most, mebibytes(pid));
      await delay(20);
    }
  })();
  return {
    stop: async () => {
      isOver = true;
      await watching;
      return { slowest, most };
    },
  };
}

function mebibytes(pid) {
  const [, kib] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Math.round(Number(kib) / 1024);
}

function listeningPort(service) {
  return new Promise((done) => {
    let output = '';
    service.stdout.on('data', (chunk) => {
      output += chunk;
      const [, port] = /listening on http:\/\/[^:]+:(\d+)/.exec(output) ?? [];
      if (port) done(Number(port));
    });
  });
}
