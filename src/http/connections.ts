import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import { AmbiguousRequest } from '../problems/request-refusals.js';

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
 * (pipelining), but Node runs all that fit in one read: some 2,400, of some 8 KiB each before anything is answered.
 */
const MAX_PIPELINED = 4;

/** What Node tells its parser of HTTP for a request that became something else: the rest of what was read is not HTTP. */
const NO_MORE_REQUESTS = 2;

const NONE: readonly ServerResponse[] = [];

/** Bounds what a hostile connection can hold, and for how long. Before any other middleware. */
export function guardConnections(app: NestExpressApplication): void {
  boundConnections(app.getHttpServer());
  app.use(cutFloods(app.get(OpenConnections)));
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

/** Each open connection with its running requests: several, when the next came before the last was answered (pipelining). */
@Injectable()
export class OpenConnections implements OnModuleInit {
  private readonly running = new Map<Socket, readonly ServerResponse[]>();

  constructor(private readonly host: HttpAdapterHost) {}

  onModuleInit(): void {
    const server = this.host.httpAdapter.getHttpServer() as Server;
    server.on('connection', (socket: Socket) => {
      this.running.set(socket, NONE);
      socket.once('close', () => this.running.delete(socket));
    });
    // Before the handler, which may answer at once.
    server.prependListener('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
      this.running.set(socket, [...this.requestsOf(socket), response]);
      response.on('close', () => this.ended(socket, response));
    });
  }

  requestsOf(socket: Socket): readonly ServerResponse[] {
    return this.running.get(socket) ?? NONE;
  }

  forEach(visit: (requests: readonly ServerResponse[], socket: Socket) => void): void {
    this.running.forEach(visit);
  }

  private ended(socket: Socket, response: ServerResponse): void {
    // None: the connection has ended, too.
    const all = this.running.get(socket);
    if (all) this.running.set(socket, all.length === 1 ? NONE : all.filter((other) => other !== response));
  }
}

function cutFloods(connections: OpenConnections) {
  return ({ socket }: Request, _: Response, next: NextFunction): void => {
    if (connections.requestsOf(socket).length <= MAX_PIPELINED) {
      next();
      return;
    }
    stopParsing(socket);
    socket.destroy();
  };
}

/**
 * Nothing public stops Node in the middle of what it has read: it makes a request and an answer of each of the 2,400, and keeps
 * them until its loop comes round: 2 GiB for 200 such connections. Where Node has no such parser any more, only that saving is lost.
 */
function stopParsing({ parser }: Socket & { parser?: { onIncoming: () => number } | null }): void {
  if (parser) parser.onIncoming = () => NO_MORE_REQUESTS;
}
