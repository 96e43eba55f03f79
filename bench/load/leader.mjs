import { connect } from 'node:net';
import { once } from 'node:events';
import { HOST } from '../processes/launch.mjs';

/**
 * A connection that was idle for longer than this is replaced: servers close idle connections, uvicorn and
 * Node after 5 s.
 */
const IDLE_MS = 2_000;

/** Calls breaks one after the other over one keep-alive connection. */
export class Leader {
  answer = '';
  answered = undefined;
  usedAt = 0;

  constructor(contestant, port) {
    this.contestant = contestant;
    this.port = port;
  }

  static async of(contestant, port) {
    const leader = new Leader(contestant, port);
    await leader.connect();
    return leader;
  }

  /** Calls a break; resolves when the server answered with a 2xx status. */
  async rest(meeting, message) {
    if (this.socket.destroyed || performance.now() - this.usedAt > IDLE_MS) await this.connect();
    this.answer = '';
    const answered = new Promise((resolve, reject) => (this.answered = { resolve, reject }));
    this.socket.write(restRequest(this.contestant, meeting, message));
    await answered;
    this.usedAt = performance.now();
  }

  async connect() {
    this.close();
    const socket = connect({ port: this.port, host: HOST, noDelay: true });
    socket.setEncoding('latin1');
    socket.on('data', (text) => this.read(text));
    const cut = (error) => socket === this.socket && this.answered?.reject(error);
    socket.on('error', cut);
    socket.on('close', () => cut(new Error('the leader was cut off')));
    this.socket = socket;
    await once(socket, 'connect');
    this.usedAt = performance.now();
  }

  close() {
    this.answered = undefined;
    this.socket?.destroy();
  }

  /** Reads until the answer is complete, by its Content-Length: all contestants send one. */
  read(text) {
    // Not an answer to a break: a server sends 408 on a connection that was never used.
    if (!this.answered) return;
    this.answer += text;
    const end = this.answer.indexOf('\r\n\r\n');
    if (end < 0) return;
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(this.answer)?.[1] ?? 0);
    if (this.answer.length < end + 4 + length) return;
    const { resolve, reject } = this.answered;
    if (/^HTTP\/1\.1 2/.test(this.answer)) resolve();
    else reject(new Error(`a break was refused: ${this.answer}`));
  }
}

/** The bytes with which a leader calls a break. */
export function restRequest(contestant, meeting, message) {
  const { path, body, headers = '' } = contestant.rest(meeting, message);
  const length = Buffer.byteLength(body);
  return `POST ${path} HTTP/1.1\r\nHost: bench\r\n${headers}Content-Length: ${length}\r\n\r\n${body}`;
}
