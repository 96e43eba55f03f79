import type { ValidateFunction } from 'ajv';
import type { ApiDocument } from './api-document.js';
import type { FuzzRequest } from './requests.js';
import type { FuzzAnswer } from './send.js';

/** Texts that no answer may contain: stack traces, paths of our files, names of libraries. */
const LEAK = /\n\s+at |node_modules|\/(src|dist)\/|\.(js|ts|lua):\d|ioredis|express|nestjs|user_script/i;

/** Bytes of a request before its body. */
const HEAD_LIMIT = 16 * 1024;
/** Tolerance of the estimated size: `Host`, `Content-Length`, quotes. */
const HEAD_MARGIN = 512;

/** Only these methods have a body, which is checked before the route. */
const WITH_BODY = ['POST', 'PUT'];

/** Checks answers against the service's own document. */
export class Judge {
  private readonly problem: ValidateFunction;

  constructor(private readonly document: ApiDocument) {
    this.problem = document.problem;
  }

  complaint(request: FuzzRequest, answer: FuzzAnswer | string): string | undefined {
    if (typeof answer === 'string') return answer;
    const { operation, method, path, headers } = request;
    const { status, type, text } = answer;
    // The token's key may have been added since the last fetch, so 503 is allowed until the next one.
    const isUndecided = status === 503 && (headers['authorization'] ?? '').startsWith('Bearer e');
    if (status >= 500 && !isUndecided) return `answered ${status}`;
    if (LEAK.test(text)) return 'answered with what only the service should know';
    // Node itself answers before there is a request.
    const beyond = path.length + JSON.stringify(headers).length - HEAD_LIMIT;
    if (status === 431 && beyond > -HEAD_MARGIN) return undefined;
    if (beyond > HEAD_MARGIN) return `answered a head of more than 16 KiB with ${status}`;
    if (method === 'OPTIONS') return status === 204 ? undefined : `answered OPTIONS with ${status}`;
    const route = this.document.find(method, operation.path);
    if (route === undefined) return method === 'HEAD' ? undefined : this.strayed(method, answer);
    if (!route.answers.has(status)) return `answered ${status}, which is not documented`;
    const bodies = route.answers.get(status);
    if (method === 'HEAD' || bodies === undefined) return text === '' ? undefined : 'answered with a body';
    const schema = bodies.get(type);
    if (schema === undefined) return `answered ${status} as ${type}, which is not documented`;
    if (type === 'text/event-stream')
      return /^event: (connected|goodbye)\n/.test(text) ? undefined : 'began no stream';
    if (type === 'text/calendar')
      return /^BEGIN:VCALENDAR\r\n[^]*END:VCALENDAR\r\n$/.test(text) ? undefined : 'answered no calendar';
    return this.fits(schema, status, text);
  }

  private strayed(method: string, { status, type, text }: FuzzAnswer): string | undefined {
    // 403: a refused origin, which is checked before the route.
    const accepted = WITH_BODY.includes(method) ? [400, 403, 404, 413, 415, 422] : [403, 404, 422];
    if (!accepted.includes(status)) return `answered ${status} where no route is`;
    return type === 'application/problem+json' ? this.fits(this.problem, status, text) : `answered ${type}`;
  }

  private fits(schema: ValidateFunction, status: number, text: string): string | undefined {
    const body: unknown = JSON.parse(text);
    if (!schema(body)) {
      const [error] = schema.errors ?? [];
      return `answered ${status} with a body that does not fit: ${error?.instancePath ?? ''} ${error?.message ?? ''} ${JSON.stringify(error?.params)}`;
    }
    const said = (body as { status?: unknown }).status;
    return status >= 400 && said !== status ? `answered ${status} and said ${String(said)}` : undefined;
  }
}
