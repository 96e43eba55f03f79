import { connect } from 'node:net';
import { once } from 'node:events';
import { HOST } from '../processes/launch.mjs';

/** Calls breaks, one after the other, over one connection that is kept. */
export class Leader {
  answer = '';
  answered = undefined;

  constructor(contestant, port) {
    this.contestant = contestant;
    this.socket = connect({ port, host: HOST, noDelay: true });
    this.socket.setEncoding('latin1');
    this.socket.on('data', (text) => this.read(text));
    this.socket.on('error', (error) => this.answered?.reject(error));
    this.socket.on('close', () => this.answered?.reject(new Error('the leader was cut off')));
  }

  static async of(contestant, port) {
    const leader = new Leader(contestant, port);
    await once(leader.socket, 'connect');
    return leader;
  }

  /** Resolves when the break was answered with success. */
  rest(meeting, message) {
    const { path, body, headers = '' } = this.contestant.rest(meeting, message);
    const length = Buffer.byteLength(body);
    this.answer = '';
    this.socket.write(
      `POST ${path} HTTP/1.1\r\nHost: bench\r\n${headers}Content-Length: ${length}\r\n\r\n${body}`,
    );
    return new Promise((resolve, reject) => (this.answered = { resolve, reject }));
  }

  close() {
    this.answered = undefined;
    this.socket.destroy();
  }

  /** Whole answers only: all contestants say how long they are. */
  read(text) {
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
