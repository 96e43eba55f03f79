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

/**
 * Lets the HTTP server close. Nest waits for every connection to end: streams end by themselves (`Streams`), running
 * requests are left to finish, connections without a request are closed here, and what is left after four fifths of the
 * grace is cut.
 *
 * Node's `closeIdleConnections()` will not do: it spares connections that never sent a request, and browsers open such
 * ones in advance.
 */
@Injectable()
export class HttpDrain implements OnModuleInit, BeforeApplicationShutdown, OnApplicationShutdown {
  private readonly idle = new Set<Socket>();
  private closing?: NodeJS.Timeout;
  private deadline?: NodeJS.Timeout;

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly config: AppConfig,
  ) {}

  onModuleInit(): void {
    this.server.on('connection', (socket: Socket) => {
      this.idle.add(socket);
      socket.once('close', () => this.idle.delete(socket));
    });
    this.server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
      this.idle.delete(socket);
      response.once('close', () => socket.destroyed || this.idle.add(socket));
    });
  }

  beforeApplicationShutdown(): void {
    this.closing = setInterval(() => this.idle.forEach((socket) => socket.destroy()), CLOSE_IDLE_EVERY_MS);
    this.deadline = setTimeout(
      () => this.server.closeAllConnections(),
      this.config.shutdownGraceSeconds * 800,
    );
  }

  onApplicationShutdown(): void {
    clearInterval(this.closing);
    clearTimeout(this.deadline);
  }

  private get server(): Server {
    return this.host.httpAdapter.getHttpServer() as Server;
  }
}
