// npm run measure:stalled: measures how 1,000 members that stopped reading affect 1,000 that read, in one
// meeting. Prints the time from the POST of a break until the last reading member has it, and the memory of
// the process: before, while breaks of 16 KB pile up for the stalled members, and after these were cut.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';

const READING = 1000;
const STALLED = 1000;
const ROUNDS = 40;
const LARGE = 'x'.repeat(16_000);

const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const service = spawn(process.execPath, [main], {
  env: { PATH: process.env.PATH, PORT: '0', HOST: '127.0.0.1' },
});
const port = await listeningPort();
const rest = (message) =>
  fetch(`http://127.0.0.1:${port}/api/meetings/m/rest`, {
    method: 'POST',
    body: JSON.stringify({ message }),
  }).then((answer) => answer.text());

const reading = await Promise.all(Array.from({ length: READING }, open));
const others = await Promise.all(Array.from({ length: STALLED }, open));

const before = await report('all read');
others.forEach(({ socket }) => socket.pause());
const after = await report(`${STALLED} do not read`);
others.forEach(({ socket }) => socket.resume());
await until(() => others.every(({ socket }) => socket.closed));
console.log(`cut by the service: ${others.filter(({ socket }) => socket.closed).length} of ${STALLED}`);
console.log(
  `ratio of the medians ${(after.median / before.median).toFixed(2)}, memory ${after.most - before.most} MiB more`,
);
service.kill('SIGKILL');
process.exit(0);

/**
 * Sends large breaks until the kernel's buffers of the stalled members are full, and then measures small
 * ones.
 */
async function report(what) {
  let most = 0;
  for (let i = 0; i < 600; i++) {
    await deliver(LARGE);
    most = Math.max(most, rss());
  }
  const times = [];
  for (let i = 0; i < ROUNDS; i++) times.push(await deliver('tea'));
  const median = times.sort((a, b) => a - b)[ROUNDS / 2];
  console.log(
    `${what}: the last of ${READING} has a break after ${median.toFixed(1)} ms (median of ${ROUNDS}); at most ${most} MiB`,
  );
  return { median, most };
}

async function until(condition) {
  for (const giveUpAt = Date.now() + 10_000; !condition() && Date.now() < giveUpAt;) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Calls a break; resolves with the ms until every reading member has it. */
async function deliver(message) {
  const begun = performance.now();
  const heard = Promise.all(reading.map((member) => member.next()));
  await rest(message);
  await heard;
  return performance.now() - begun;
}

async function open() {
  const socket = connect(port, '127.0.0.1');
  let heard = () => undefined;
  let tail = '';
  const connected = new Promise((resolve) => {
    socket.on('data', (chunk) => {
      // Looks for the end of the break's frame, the last frame that a POST causes. A heartbeat and a comment
      // may follow it.
      tail = (tail + chunk.subarray(-400).toString('latin1')).slice(-800);
      if (tail.includes('"resync":false}\n\n')) resolve();
      if (/"ends_at":null,"server_time":"[^"]+"}\n\n/.test(tail)) {
        tail = '';
        heard();
      }
    });
  });
  socket.on('error', () => undefined);
  socket.write('GET /api/sse/events?meeting_id=m HTTP/1.1\r\nHost: x\r\n\r\n');
  await connected;
  return { socket, next: () => new Promise((resolve) => (heard = resolve)) };
}

function rss() {
  return Math.round(
    Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${service.pid}/status`, 'utf8'))[1]) / 1024,
  );
}

function listeningPort() {
  return new Promise((resolve) => {
    service.stdout.on('data', (chunk) => {
      const port = /listening on \S+:(\d+),/.exec(String(chunk))?.[1];
      if (port) resolve(Number(port));
    });
  });
}
