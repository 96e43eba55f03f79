import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import { AmbiguousRequest } from '../problems/request-refusals.js';

/**
 * Timeouts of one connection in ms: Node's own, set before it listens. None of them cuts a stream: its
 * request is complete, and Nest removes the last one (`timeout`) from its socket.
 */
const BOUNDS = {
  /**
   * From the connection, or the first byte of a request, until its headers are complete. Node's default: 60
   * s.
   */
  headersTimeout: 10_000,
  /**
   * Until the body is complete too. It has 16 KiB at most, so only a slow phone needs long. Node's default:
   * 300 s.
   */
  requestTimeout: 15_000,
  /**
   * Until the next request. Longer than proxies keep connections (60 s in nginx and ALB), or they would reuse
   * closed ones.
   */
  keepAliveTimeout: 75_000,
  /** Without any traffic while an answer is due: the client does not read. Node's default: for ever. */
  timeout: 60_000,
  /**
   * How often Node checks for late requests. An option of `createServer`, which Nest calls. Node's default:
   * 30 s.
   */
  connectionsCheckingInterval: 1_000,
};

/**
 * Maximum number of pipelined requests of one connection. Browsers do not pipeline, but Node handles all
 * requests of one read at once: about 2,400, which take about 8 KiB each before anything is answered.
 */
const MAX_PIPELINED = 4;

/** The value by which Node tells its HTTP parser to stop: an upgraded connection is no longer HTTP. */
const NO_MORE_REQUESTS = 2;

const NONE: readonly ServerResponse[] = [];

/** Bounds what a hostile connection can hold, and for how long. Runs before any other middleware. */
export function guardConnections(app: NestExpressApplication): void {
  boundConnections(app.getHttpServer());
  app.use(cutFloods(app.get(OpenConnections)));
}

/** Sets the timeouts. Tests pass shorter ones. */
export function boundConnections(server: Server, bounds: Partial<typeof BOUNDS> = BOUNDS): void {
  Object.assign(server, bounds);
}

/**
 * Refuses a request with two `Host` headers (RFC 9112 §3.2). Node uses the first one; a proxy may have used
 * the other.
 */
export function refuseTwoHosts({ rawHeaders }: Request, _: Response, next: NextFunction): void {
  // Names and values alternate. `headersDistinct` would be built and kept for every stream.
  const hosts = rawHeaders.filter((text, i) => i % 2 === 0 && text.toLowerCase() === 'host');
  next(hosts.length > 1 ? new AmbiguousRequest('There is more than one Host header.') : undefined);
}

/** The open connections, each with its running requests (several, if it pipelines). */
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
    // Prepended, because the handler may answer at once.
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
    // No entry: the connection has ended too.
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
 * Stops Node's parser in the middle of the data that it has read. No public API does that: Node would create
 * all 2,400 requests and keep them until the next turn of the event loop, 2 GiB for 200 such connections. If
 * a later Node has no such parser, only this saving is lost.
 */
function stopParsing({ parser }: Socket & { parser?: { onIncoming: () => number } | null }): void {
  if (parser) parser.onIncoming = () => NO_MORE_REQUESTS;
}
