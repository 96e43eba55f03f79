import { createServer, IncomingMessage, ServerResponse } from 'node:http';
import type { NestApplicationOptions } from '@nestjs/common';
import { ExpressAdapter } from '@nestjs/platform-express';
import type { Response as ExpressResponse } from 'express';
import { toJson } from '../json/to-json.js';

/** Options of Nest that are for the HTTP server, which is ours: why each would do harm, or nothing. */
const REFUSED = {
  httpsOptions: 'the service speaks plain HTTP; TLS ends at the proxy',
  return503OnClosing:
    'an EventSource that gets 503 never reconnects; a stream gets goodbye, and /health/ready says 503',
  forceCloseConnections: 'it cuts streams before they get goodbye; app.drain.ts closes connections',
} as const satisfies Partial<Record<keyof NestApplicationOptions, string>>;

/**
 * Nest's adapter, with a server whose requests and responses are Express' own from the start.
 *
 * Express makes Node's into its own at each request, by another prototype. To V8 that makes a class of its own of each: 4 KiB, kept
 * as long as the request, and nothing learnt from earlier ones is of use, neither to Express nor to Node. To give an object the
 * prototype it has costs nothing.
 */
export class HttpAdapter extends ExpressAdapter {
  /** Throws for an option that is for the server and has no effect here: ignoring it would look like obeying it. */
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

/** In place of Express' own `response.json()`, which leaves line ends of Unicode as they are. */
function json(this: ExpressResponse, body: unknown): ExpressResponse {
  if (!this.get('Content-Type')) this.type('json');
  return this.send(toJson(body));
}

/** What Express documents of itself, and its types take for constants. */
interface Express {
  (request: IncomingMessage, response: ServerResponse): void;
  request: object;
  response: object;
}
