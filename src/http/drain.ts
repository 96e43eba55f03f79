import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import {
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { OpenConnections } from './connections.js';
import { AppConfig } from '../config/app-config.js';

/** How soon a connection is closed after its last answer went out. */
const CLOSE_IDLE_EVERY_MS = 50;

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
  private closing?: NodeJS.Timeout;
  private deadline?: NodeJS.Timeout;

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly connections: OpenConnections,
    private readonly config: AppConfig,
  ) {}

  onModuleInit(): void {
    // Before the handler, which may answer at once.
    this.server.prependListener('request', (_: IncomingMessage, response: ServerResponse) => {
      if (this.closing) endConnectionAfter(response);
    });
  }

  beforeApplicationShutdown(): void {
    this.connections.forEach((requests) => requests.forEach(endConnectionAfter));
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

  private closeIdle(): void {
    this.connections.forEach((requests, socket) => requests.length > 0 || socket.destroy());
  }

  private get server(): Server {
    return this.host.httpAdapter.getHttpServer() as Server;
  }
}

/** By `Connection: close`. Else a proxy would send its next request where nobody reads it any more: a 502, or a command lost. */
function endConnectionAfter(response: ServerResponse): void {
  response.shouldKeepAlive = false;
}
