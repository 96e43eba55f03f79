import { Agent, request } from 'node:http';
import type { FuzzRequest } from './requests.js';

/** A request that takes this long hangs: none of them should take long. */
const HANGS_AFTER_MS = 10_000;

export interface FuzzAnswer {
  readonly status: number;
  /** Media type without parameters. */
  readonly type: string;
  readonly text: string;
}

/**
 * Sends requests that `fetch` cannot: the path unchanged, a body with any method. Resolves with the reason if
 * there is no answer.
 */
export class Sender {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 16 });

  constructor(private readonly url: string) {}

  send({ method, path, headers, body }: FuzzRequest): Promise<FuzzAnswer | string> {
    const { hostname, port } = new URL(this.url);
    return new Promise((resolve) => {
      const length = body === undefined ? {} : { 'content-length': body.length };
      const options = { hostname, port, method, path, headers: { ...headers, ...length }, agent: this.agent };
      const asking = request(options, (response) => {
        const chunks: Buffer[] = [];
        const type = response.headers['content-type']?.split(';')[0] ?? '';
        const done = () => {
          resolve({ status: response.statusCode ?? 0, type, text: Buffer.concat(chunks).toString() });
        };
        response.on('data', (chunk: Buffer) => {
          chunks.push(chunk);
          // A stream does not end, so its beginning is enough.
          if (type !== 'text/event-stream') return;
          done();
          asking.destroy();
        });
        response.on('end', done);
      });
      asking.setTimeout(HANGS_AFTER_MS, () => {
        resolve(`no answer within ${HANGS_AFTER_MS} ms`);
        asking.destroy();
      });
      asking.on('error', (error) => resolve(`no answer: ${error.message}`));
      asking.end(body);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}
