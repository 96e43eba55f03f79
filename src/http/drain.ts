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

/** How often idle connections are closed during shutdown. */
const CLOSE_IDLE_EVERY_MS = 50;

/**
 * Lets the HTTP server close. Nest waits for every connection to end. `Streams` ends the streams. Running
 * requests finish, with `Connection: close`. This class closes connections without a request, and cuts the
 * rest after four fifths of the grace time.
 *
 * Node's `closeIdleConnections()` is not enough: it leaves connections open that never sent a request, and
 * browsers open such connections in advance.
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
    // Prepended, because the handler may answer at once.
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

/**
 * Sets `Connection: close`. Otherwise a proxy could send its next request on a closing connection, and lose a
 * command.
 */
function endConnectionAfter(response: ServerResponse): void {
  response.shouldKeepAlive = false;
}
