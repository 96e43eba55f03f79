import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import {
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { AppConfig } from './config/app-config.js';

/** How soon a connection is closed after its last answer went out. */
const CLOSE_IDLE_EVERY_MS = 50;

const NONE: readonly ServerResponse[] = [];

/**
 * Lets the HTTP server close. Nest waits for every connection to end: streams end by themselves (`Streams`), running
 * requests are left to finish and told to be the last of their connection, connections without a request are closed here, and
 * what is left after four fifths of the grace is cut.
 *
 * Node's `closeIdleConnections()` will not do: it spares connections that never sent a request, and browsers open such
 * ones in advance.
 */
@Injectable()
export class HttpDrain implements OnModuleInit, BeforeApplicationShutdown, OnApplicationShutdown {
  /** The open connections, each with its running requests: several, when the next came before the last was answered (pipelining). */
  private readonly running = new Map<Socket, readonly ServerResponse[]>();
  private closing?: NodeJS.Timeout;
  private deadline?: NodeJS.Timeout;

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly config: AppConfig,
  ) {}

  onModuleInit(): void {
    this.server.on('connection', (socket: Socket) => {
      this.running.set(socket, NONE);
      socket.once('close', () => this.running.delete(socket));
    });
    // Before the handler, which may answer at once.
    this.server.prependListener('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
      this.running.set(socket, [...(this.running.get(socket) ?? NONE), response]);
      response.on('close', () => this.ended(socket, response));
      if (this.closing) endConnectionAfter(response);
    });
  }

  beforeApplicationShutdown(): void {
    this.running.forEach((requests) => requests.forEach(endConnectionAfter));
    this.closing = setInterval(() => this.closeIdle(), CLOSE_IDLE_EVERY_MS);
    this.deadline = setTimeout(
      () => this.server.closeAllConnections(),
      this.config.shutdownGraceSeconds * 800,
    );
  }

  onApplicationShutdown(): void {
    clearInterval(this.closing);
    clearTimeout(this.deadline);
  }

  private ended(socket: Socket, response: ServerResponse): void {
    const others = this.running.get(socket)?.filter((other) => other !== response);
    // None: the connection has ended, too.
    if (others) this.running.set(socket, others);
  }

  private closeIdle(): void {
    this.running.forEach((requests, socket) => requests.length > 0 || socket.destroy());
  }

  private get server(): Server {
    return this.host.httpAdapter.getHttpServer() as Server;
  }
}

/** By `Connection: close`. Else a proxy would send its next request where nobody reads it any more: a 502, or a command lost. */
function endConnectionAfter(response: ServerResponse): void {
  response.shouldKeepAlive = false;
}
