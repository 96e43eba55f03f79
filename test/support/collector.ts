import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { Cleanup } from './cleanup.js';

interface Attribute {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

interface Sent {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly attributes: readonly Attribute[];
}

/** The body of a POST to `/v1/traces` (OTLP: opentelemetry-proto, `trace/v1/trace.proto`, in JSON). */
interface Export {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] };
    readonly scopeSpans: readonly { readonly spans: readonly Sent[] }[];
  }[];
}

export interface CollectedSpan extends Omit<Sent, 'attributes'> {
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Attributes of the sending process. */
  readonly resource: Readonly<Record<string, unknown>>;
}

/** A minimal OpenTelemetry collector for OTLP over HTTP: it keeps all spans. */
export class Collector {
  readonly spans: CollectedSpan[] = [];
  readonly headers: IncomingHttpHeaders[] = [];

  private constructor(readonly url: string) {}

  static async start(cleanup: Cleanup): Promise<Collector> {
    const server = createServer((request, response) => {
      void json(request).then((body) => {
        if (request.url === '/v1/traces') collector.take(body as Export, request.headers);
        response.writeHead(request.url === '/v1/traces' ? 200 : 404, { 'Content-Type': 'application/json' });
        response.end('{}');
      });
    }).listen(0, '127.0.0.1');
    cleanup.add(() => {
      server.close();
      server.closeAllConnections();
    });
    await once(server, 'listening');
    const collector = new Collector(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    return collector;
  }

  private take({ resourceSpans }: Export, headers: IncomingHttpHeaders): void {
    this.headers.push(headers);
    for (const { resource, scopeSpans } of resourceSpans)
      for (const span of scopeSpans.flatMap(({ spans }) => spans))
        this.spans.push({
          ...span,
          attributes: plain(span.attributes),
          resource: plain(resource.attributes),
        });
  }
}

function plain(attributes: readonly Attribute[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}
