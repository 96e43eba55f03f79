import { connect, type Socket } from 'node:net';
import type { Cleanup } from './cleanup.js';

/** A connection as bytes: what no HTTP client would send, and what comes back. */
export class RawSocket {
  received = '';
  closedAt: number | undefined;
  readonly openedAt = performance.now();

  private constructor(readonly socket: Socket) {
    socket.on('data', (chunk) => (this.received += chunk.toString('latin1')));
    // A hostile client is cut with a reset more often than not.
    socket.on('error', () => undefined);
    socket.on('close', () => (this.closedAt = performance.now()));
  }

  static open(cleanup: Cleanup, url: string, bytes = ''): RawSocket {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    cleanup.add(() => socket.destroy());
    if (bytes !== '') socket.write(bytes, 'latin1');
    return new RawSocket(socket);
  }

  get statuses(): number[] {
    return [...this.received.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
  }

  /** Milliseconds until the other side closed it. */
  get lasted(): number {
    return (this.closedAt ?? Infinity) - this.openedAt;
  }
}
