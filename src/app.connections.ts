import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';

/*
 * What one connection may take, in ms: Node's own watches over HTTP/1.1, set before it listens. None of them cuts a stream: its
 * request is complete, and Nest takes the last one (`timeout`) off its socket.
 */

/** From the connection, or the first byte of a request, until its headers are complete. Node: 60 s. */
const HEADERS_WITHIN_MS = 10_000;

/** Until its body is complete, too: 16 KiB at most, so that is a slow phone, not a large upload. Node: 300 s. */
const REQUEST_WITHIN_MS = 15_000;

/** How often Node looks for requests that are late. Node: 30 s. */
const LOOK_EVERY_MS = 1_000;

/** A connection may wait for its next request. Longer than proxies keep theirs (60 s in nginx and ALB), or they use closed ones. */
const UNUSED_FOR_MS = 75_000;

/** Nothing came and nothing went while an answer is due: a client that does not read it. Node: for ever. */
const STALLED_FOR_MS = 60_000;

/**
 * Requests that one connection may have answered at a time. No client of ours sends a request before the last one is answered
 * (pipelining), but Node runs all that fit in one read: some 1,500, with all their answers in memory.
 */
const MAX_PIPELINED = 8;

/** Bounds what a hostile connection can hold, and for how long. Before any other middleware. */
export function guardConnections(app: NestExpressApplication): void {
  const server: Server & { connectionsCheckingInterval?: number } = app.getHttpServer();
  server.headersTimeout = HEADERS_WITHIN_MS;
  server.requestTimeout = REQUEST_WITHIN_MS;
  server.keepAliveTimeout = UNUSED_FOR_MS;
  server.timeout = STALLED_FOR_MS;
  // Node documents it as an option of `createServer`, which Nest calls; `listen` reads it from here.
  server.connectionsCheckingInterval = LOOK_EVERY_MS;
  app.use(cutFloods());
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
    response.once('close', () => count(socket, -1));
    next();
  };
}
