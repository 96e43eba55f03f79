import { createServer, IncomingMessage, ServerResponse } from 'node:http';
import type { NestApplicationOptions } from '@nestjs/common';
import { ExpressAdapter } from '@nestjs/platform-express';
import type { Response as ExpressResponse } from 'express';
import { toJson } from '../json/to-json.js';

/**
 * Nest's options for the HTTP server, which we create ourselves, and why each would have no effect or do
 * harm.
 */
const REFUSED = {
  httpsOptions: 'the service speaks plain HTTP; TLS ends at the proxy',
  return503OnClosing:
    'an EventSource that gets 503 never reconnects; a stream gets goodbye, and /health/ready says 503',
  forceCloseConnections: 'it cuts streams before they get goodbye; http/drain.ts closes connections',
} as const satisfies Partial<Record<keyof NestApplicationOptions, string>>;

/**
 * Nest's Express adapter, with a server that creates requests and responses with Express' prototypes.
 *
 * Express replaces the prototype of each request and response of Node. V8 then makes a hidden class for each
 * object: 4 KiB, kept as long as the request, and optimised code cannot be reused. Setting the prototype that
 * an object already has costs nothing.
 */
export class HttpAdapter extends ExpressAdapter {
  /** Throws for a server option that has no effect here, because silently ignoring it would mislead. */
  override initHttpServer(options: NestApplicationOptions = {}): void {
    for (const [name, reason] of Object.entries(REFUSED))
      if (options[name as keyof typeof REFUSED]) throw new Error(`${name} is not supported: ${reason}`);
    const app = this.getInstance<Express>();
    const Request = class extends IncomingMessage {};
    const Response = class extends ServerResponse<InstanceType<typeof Request>> {};
    Object.assign(Response.prototype, { json });
    app.request = Object.setPrototypeOf(Request.prototype, app.request) as object;
    app.response = Object.setPrototypeOf(Response.prototype, app.response) as object;
    this.httpServer = createServer({ IncomingMessage: Request, ServerResponse: Response }, app);
  }
}

/** Replaces Express' `response.json()`, which does not escape Unicode line ends. */
function json(this: ExpressResponse, body: unknown): ExpressResponse {
  if (!this.get('Content-Type')) this.type('json');
  return this.send(toJson(body));
}

/** Members that Express documents as writable and its types declare as constants. */
interface Express {
  (request: IncomingMessage, response: ServerResponse): void;
  request: object;
  response: object;
}
