// A share of the members of measure:storm, in a process of its own: `node members.mjs PORT,PORT COUNT SHARE`.
// Like an EventSource, a member waits for `retry` and resumes; like a client behind a proxy, it reaches a
// process that listens. The calls of each meeting are numbered, so a member detects gaps.
import { connect } from 'node:net';

const [ports, count, share] = [process.argv[2].split(',').map(Number), +process.argv[3], +process.argv[4]];
const MEETINGS = 10;
const OPENING = 20;

/** @type {{ at: number, gapMs: number, meeting: number }[]} */
const returns = [];
let [online, refused, wrong, resyncs] = [0, 0, 0, 0];

class Member {
  /** The number of the next expected call. */
  expected = 1;
  cursor = '';
  retryMs = 1_000;
  rest = '';
  isOnline = false;
  /** @type {number | undefined} */
  lostAt;
  caughtUp = () => undefined;

  constructor(index) {
    this.index = index;
    this.meeting = index % MEETINGS;
    this.process = ((index / MEETINGS) % 2) | 0;
  }

  join() {
    const back = new Promise((resolve) => (this.caughtUp = resolve));
    this.open();
    return back;
  }

  open() {
    const localAddress = `127.0.${share + 1}.${2 + (this.index % 4)}`;
    this.rest = '';
    const socket = connect({ host: '127.0.0.1', port: ports[this.process], localAddress });
    socket.setEncoding('latin1');
    const resume = this.cursor && `Last-Event-ID: ${this.cursor}\r\n`;
    socket.write(`GET /api/sse/events?meeting_id=storm-${this.meeting} HTTP/1.1\r\nHost: x\r\n${resume}\r\n`);
    socket.on('data', (text) => this.read(text));
    socket.on('error', () => undefined);
    socket.on('close', () => this.lost());
  }

  lost() {
    this.process = 1 - this.process;
    if (!this.isOnline) {
      refused++;
      setTimeout(() => this.open(), 100);
      return;
    }
    this.isOnline = false;
    online--;
    this.lostAt = Date.now();
    setTimeout(() => this.open(), this.retryMs);
  }

  read(text) {
    const frames = (this.rest + text).split('\n\n');
    this.rest = frames.pop() ?? '';
    for (const frame of frames) this.hear(frame);
  }

  hear(frame) {
    const field = (name) => new RegExp(`^${name}: (.*)$`, 'm').exec(frame)?.[1];
    this.cursor = field('id') ?? this.cursor;
    this.retryMs = Number(field('retry') ?? this.retryMs);
    const event = field('event');
    if (event === 'state') this.isBack(frame.includes('"resync":true'));
    if (event !== 'message' && event !== 'announcement') return;
    if (Number(JSON.parse(field('data')).message) === this.expected) this.expected++;
    else wrong++;
  }

  isBack(isResync) {
    if (isResync) resyncs++;
    if (this.isOnline) return;
    this.isOnline = true;
    online++;
    this.caughtUp();
    if (this.lostAt === undefined) return;
    const at = Date.now();
    returns.push({ at, gapMs: at - this.lostAt, meeting: this.meeting });
    this.lostAt = undefined;
  }
}

const members = Array.from({ length: count }, (_, n) => new Member(share * count + n));
for (let n = 0; n < count; n += OPENING)
  await Promise.all(members.slice(n, n + OPENING).map((member) => member.join()));
setInterval(() => process.send({ online }), 100);
process.on('message', ({ calls }) => {
  const missed = members.filter(({ expected, meeting }) => expected !== calls[meeting] + 1).length;
  process.send({ result: { returns, refused, wrong, resyncs, missed } }, () => process.exit());
});
