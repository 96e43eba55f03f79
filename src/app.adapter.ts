import { createServer, IncomingMessage, ServerResponse } from 'node:http';
import { ExpressAdapter } from '@nestjs/platform-express';

/**
 * Nest's adapter, with a server whose requests and responses are Express' own from the start.
 *
 * Express makes Node's into its own at each request, by another prototype. To V8 that makes a class of its own of each: 4 KiB, kept
 * as long as the request, and nothing learnt from earlier ones is of use, neither to Express nor to Node. To give an object the
 * prototype it has costs nothing.
 */
export class HttpAdapter extends ExpressAdapter {
  override initHttpServer(): void {
    const app = this.getInstance<Express>();
    const Request = class extends IncomingMessage {};
    const Response = class extends ServerResponse<InstanceType<typeof Request>> {};
    app.request = Object.setPrototypeOf(Request.prototype, app.request) as object;
    app.response = Object.setPrototypeOf(Response.prototype, app.response) as object;
    this.httpServer = createServer({ IncomingMessage: Request, ServerResponse: Response }, app);
  }
}

/** What Express documents of itself, and its types take for constants. */
interface Express {
  (request: IncomingMessage, response: ServerResponse): void;
  request: object;
  response: object;
}
