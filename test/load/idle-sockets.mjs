// npm run measure:idle: measures how 10,000 connections that send nothing, or half a header, affect other
// clients. For 40 s each connection that the service cuts is opened again. Prints, before and during the
// attack, the time of a POST that calls a break, and the time until the last of 20 members has the break; the
// memory of the process; and how long the idle connections lasted. Needs 11,000 open files.
import { fork, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';

const IDLE = 10_000;
const MEMBERS = 20;
/** Breaks per second. */
const PACE = 20;
const BEFORE_S = 10;
const ATTACK_S = 40;
/**
 * Connections that are being opened at the same time. Fewer than the backlog (511): beyond it, the kernel
 * reports a connection as open seconds before the service accepts it.
 */
const OPENING = 200;
/**
 * The limit in `src/http/connections.ts`, the interval of its checks, and a second of tolerance for a busy
 * machine.
 */
const CUT_WITHIN_MS = 10_000 + 1_000 + 1_000;

if (process.argv[2] === 'idle') idle(Number(process.argv[3]));
else await measure();

async function measure() {
  const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
  const service = spawn(process.execPath, [main], {
    env: { PATH: process.env.PATH, PORT: '0', HOST: '127.0.0.1' },
  });
  const port = await listeningPort(service);
  const members = await Promise.all(Array.from({ length: MEMBERS }, () => member(port)));
  const rss = () =>
    Math.round(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${service.pid}/status`, 'utf8'))[1] / 1024);

  await callBreaks(port, members, 2);
  await report('before', BEFORE_S);
  const attacker = fork(fileURLToPath(import.meta.url), ['idle', String(port)]);
  const told = (wanted) =>
    new Promise((resolve) => {
      attacker.on('message', (message) => wanted in message && resolve(message[wanted]));
    });
  await told('open');
  await report(`with ${IDLE} idle connections`, ATTACK_S);
  attacker.send('stop');
  const lasted = (await told('lasted')).sort((a, b) => a - b);
  const [shortest, longest] = [lasted[0], lasted.at(-1)];
  console.log(
    `${lasted.length} idle connections were cut, after ${shortest} to ${longest} ms (allowed: ${CUT_WITHIN_MS})`,
  );
  await report('afterwards', BEFORE_S);
  members.forEach(({ socket }) => socket.destroy());
  service.kill('SIGKILL');
  if (lasted.length < IDLE || longest > CUT_WITHIN_MS) process.exitCode = 1;

  async function report(what, seconds) {
    let most = 0;
    const watch = setInterval(() => (most = Math.max(most, rss())), 100);
    const { posts, deliveries } = await callBreaks(port, members, seconds);
    clearInterval(watch);
    const shown = (times) => `p50 ${percentile(times, 0.5)} p99 ${percentile(times, 0.99)} ms`;
    console.log(
      `${what}: ${posts.length} breaks, POST ${shown(posts)}; the last of ${MEMBERS} members has it: ` +
        `${shown(deliveries)}; memory at most ${most} MiB`,
    );
  }
}

async function callBreaks(port, members, seconds) {
  const [posts, deliveries] = [[], []];
  for (let i = 0; i < seconds * PACE; i++) {
    const pause = new Promise((resolve) => setTimeout(resolve, 1000 / PACE));
    const begun = performance.now();
    const heard = Promise.all(members.map(({ next }) => next()));
    const url = `http://127.0.0.1:${port}/api/meetings/m/rest`;
    const answer = await fetch(url, { method: 'POST', body: `{"message":"${begun}"}` });
    await answer.text();
    if (answer.status !== 200) throw new Error(`a POST was answered ${answer.status}`);
    posts.push(performance.now() - begun);
    await heard;
    deliveries.push(performance.now() - begun);
    await pause;
  }
  return { posts, deliveries };
}

function percentile(times, part) {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length * part)].toFixed(1);
}

/** A member's stream; `next` resolves with the next break. */
async function member(port) {
  const socket = connect(port, '127.0.0.1');
  let heard = () => undefined;
  const connected = new Promise((resolve) => {
    socket.on('data', (chunk) => {
      const text = chunk.toString();
      if (text.includes('event: connected')) resolve();
      if (text.includes('"event":"rest_required"')) heard();
    });
  });
  socket.write('GET /api/sse/events?meeting_id=m HTTP/1.1\r\nHost: x\r\n\r\n');
  await connected;
  return { socket, next: () => new Promise((resolve) => (heard = resolve)) };
}

/**
 * The attacker, in a process of its own. Reports when all connections are open, and at the end the duration
 * of each in ms.
 */
function idle(port) {
  const lasted = [];
  const toOpen = Array.from({ length: IDLE }, (_, i) =>
    i % 2 ? 'GET /health HTTP/1.1\r\nHost: x\r\nX: ' : '',
  );
  let opening = 0;
  let opened = 0;
  let stopped = false;
  openMore();

  function openMore() {
    while (opening < OPENING && toOpen.length > 0 && !stopped) open(toOpen.pop());
  }

  function open(first) {
    let openedAt;
    opening++;
    const socket = connect(port, '127.0.0.1', () => {
      openedAt = performance.now();
      if (first) socket.write(first);
      if (++opened === IDLE) process.send({ open: true });
      opening--;
      openMore();
    });
    socket.on('error', () => undefined).resume();
    socket.on('close', () => {
      if (openedAt === undefined) opening--;
      else lasted.push(Math.round(performance.now() - openedAt));
      toOpen.push(first);
      openMore();
    });
  }

  process.on('message', () => {
    stopped = true;
    process.send({ lasted }, () => process.exit(0));
  });
}

function listeningPort(service) {
  return new Promise((resolve) => {
    service.stdout.on('data', (chunk) => {
      const port = /listening on \S+:(\d+),/.exec(String(chunk))?.[1];
      if (port) resolve(Number(port));
    });
  });
}
