import { connect } from 'node:net';
import { HOST } from '../processes/launch.mjs';

/**
 * All sockets share one buffer: a member examines each read before the next one, and never keeps the buffer.
 */
const shared = Buffer.allocUnsafe(64 * 1024);

/**
 * An event stream on a raw socket. It searches for the texts that its crowd waits for, in their order, across
 * TCP segment boundaries. It does not parse anything else, so that the load generator costs less than the
 * server that it measures.
 */
export class Member {
  /** The texts to search for, and how many of them have been found. */
  awaited = [];
  found = 0;
  /** The end of the last read, where an awaited text may have begun. */
  tail = undefined;

  /** @param {import('./crowd.mjs').Crowd} crowd */
  constructor(crowd, { port, localAddress, request }) {
    this.crowd = crowd;
    this.socket = connect({
      port,
      host: HOST,
      localAddress,
      noDelay: true,
      onread: {
        buffer: shared,
        callback: (length) => {
          this.read(shared.subarray(0, length));
          return true;
        },
      },
    });
    this.socket.on('connect', () => this.socket.write(request));
    this.socket.on('error', (error) => crowd.lost(this, error.code));
    this.socket.on('close', () => crowd.lost(this, 'closed'));
  }

  /** Replaces the texts to search for. */
  await(texts) {
    this.awaited = texts;
    this.found = 0;
    this.tail = undefined;
  }

  read(bytes) {
    if (this.tail) bytes = Buffer.concat([this.tail, bytes]);
    this.tail = undefined;
    let from = 0;
    while (this.found < this.awaited.length) {
      const text = this.awaited[this.found];
      const at = bytes.indexOf(text, from);
      if (at < 0) {
        const begin = Math.max(from, bytes.length - text.length + 1);
        if (begin < bytes.length) this.tail = Buffer.from(bytes.subarray(begin));
        return;
      }
      from = at + text.length;
      if (++this.found === this.awaited.length) this.crowd.heard(this);
    }
    const last = this.awaited.at(-1);
    if (last && from < bytes.length && bytes.indexOf(last, from) >= 0) this.crowd.repeated++;
  }
}
