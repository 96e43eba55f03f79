import { connect } from 'node:net';
import { Redis, type RedisOptions } from 'ioredis';
import type { Address } from '../config/parsers.js';

const WAIT_MS = 500;
const LOST = ['EPIPE', 'ECONNRESET'];

/** Whether the server closed the connection, possibly after it sent an error. */
export const isCutOff = (error: NodeJS.ErrnoException): boolean => LOST.includes(error.code ?? '');

/**
 * The error that Redis sends to a new connection and then closes it, as in protected mode. ioredis takes it
 * for the answer to its handshake and drops it. One more connection is opened to read it.
 */
export function errorOnArrival({ host, port }: Address): Promise<Error | undefined> {
  return new Promise((resolve) => {
    let said = '';
    const socket = connect({ host, port, timeout: WAIT_MS });
    socket.on('data', (bytes) => (said += bytes.toString('latin1')));
    socket.on('timeout', () => socket.destroy());
    socket.on('error', () => undefined);
    socket.on('close', () => {
      const [, message] = /^-([^\r\n]+)/.exec(said) ?? [];
      resolve(message === undefined ? undefined : new Error(message));
    });
  });
}

/**
 * Finds out why a connection fails. With several nodes, ioredis reports "Failed to refresh slots cache" or
 * "Connection is closed", but not the cause, such as a certificate. One more connection to one of them is
 * opened to get its error.
 */
export async function errorOfConnection(options: RedisOptions): Promise<Error | undefined> {
  const probe = new Redis({ ...options, lazyConnect: true, retryStrategy: () => null });
  let cause: Error | undefined;
  probe.on('error', (error) => (cause ??= error));
  await probe.connect().catch((error: unknown) => (cause ??= error instanceof Error ? error : undefined));
  probe.disconnect();
  return cause;
}
