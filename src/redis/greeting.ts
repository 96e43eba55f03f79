import { connect } from 'node:net';
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
