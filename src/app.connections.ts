import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import { AmbiguousRequest } from './problems/ambiguous-request.js';

/**
 * What one connection may take, in ms: Node's own watches over HTTP/1.1, set before it listens. None of them cuts a stream: its
 * request is complete, and Nest takes the last one (`timeout`) off its socket.
 */
const BOUNDS = {
  /** From the connection, or the first byte of a request, until its headers are complete. Node: 60 s. */
  headersTimeout: 10_000,
  /** Until its body is complete, too: 16 KiB at most, so that is a slow phone, not a large upload. Node: 300 s. */
  requestTimeout: 15_000,
  /** A connection may wait for its next request. Longer than proxies keep theirs (60 s in nginx and ALB), or they use closed ones. */
  keepAliveTimeout: 75_000,
  /** Nothing came and nothing went while an answer is due: a client that does not read it. Node: for ever. */
  timeout: 60_000,
  /** How often Node looks for requests that are late. It documents this as an option of `createServer`, which Nest calls. Node: 30 s. */
  connectionsCheckingInterval: 1_000,
};

/**
 * Requests that one connection may have answered at a time. No client of ours sends a request before the last one is answered
 * (pipelining), but Node runs all that fit in one read: some 1,500, with all their answers in memory.
 */
const MAX_PIPELINED = 8;

/** Bounds what a hostile connection can hold, and for how long. Before any other middleware. */
export function guardConnections(app: NestExpressApplication): void {
  boundConnections(app.getHttpServer());
  app.use(cutFloods());
}

/** Tests cannot wait for the long ones. */
export function boundConnections(server: Server, bounds: Partial<typeof BOUNDS> = BOUNDS): void {
  Object.assign(server, bounds);
}

/** RFC 9112 §3.2. Node looks only whether there is one, and keeps the first; a proxy may have gone by another. */
export function refuseTwoHosts({ rawHeaders }: Request, _: Response, next: NextFunction): void {
  // Name, value, name, value …; Node's `headersDistinct` would be made, and kept, for every stream.
  const hosts = rawHeaders.filter((text, i) => i % 2 === 0 && text.toLowerCase() === 'host');
  next(hosts.length > 1 ? new AmbiguousRequest('There is more than one Host header.') : undefined);
}

function cutFloods() {
  const running = new WeakMap<Socket, number>();
  const count = (socket: Socket, by: 1 | -1) => running.set(socket, (running.get(socket) ?? 0) + by);
  return ({ socket }: Request, response: Response, next: NextFunction): void => {
    // Node reads on in what it has of a connection that was cut.
    if (socket.destroyed) return;
    if ((running.get(socket) ?? 0) >= MAX_PIPELINED) {
      socket.destroy();
      return;
    }
    count(socket, 1);
    response.on('close', () => count(socket, -1));
    next();
  };
}
