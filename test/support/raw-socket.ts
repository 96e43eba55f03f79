import { connect, type Socket } from 'node:net';
import type { Cleanup } from './cleanup.js';

/** A raw connection, for requests that no HTTP client would send. */
export class RawSocket {
  received = '';
  closedAt: number | undefined;
  readonly openedAt = performance.now();

  private constructor(readonly socket: Socket) {
    socket.on('data', (chunk) => (this.received += chunk.toString('latin1')));
    // The service usually cuts a hostile client with a reset.
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

  /** Resolves with the milliseconds until the service closed the connection. */
  get lasted(): number {
    return (this.closedAt ?? Infinity) - this.openedAt;
  }
}
