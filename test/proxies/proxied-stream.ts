import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { connect as connectHttp2, type ClientHttp2Stream } from 'node:http2';
import type { Readable } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import { createGunzip } from 'node:zlib';
import type { Cleanup } from '../support/cleanup.js';
import { until } from '../support/until.js';
import type { Proxy } from './proxy.js';

export const protocols = ['HTTP/1.1', 'HTTP/2 over TLS'] as const;
export type Protocol = (typeof protocols)[number];

const HOST = 'example.com';

interface Options {
  /** The cursor to resume from. */
  readonly lastEventId?: string;
  /** Whether the client accepts gzip, as every browser does. */
  readonly gzip?: boolean;
  /** The text that the stream must contain to count as open. */
  readonly begins?: string;
}

/** A member's stream through a proxy, decompressed as it arrives. */
export class ProxiedStream {
  text = '';
  ended = false;
  /** Whether the body ended completely, and was not cut. */
  endedCleanly = false;

  private constructor(
    readonly encoding: string | undefined,
    body: Readable,
  ) {
    const text = encoding === 'gzip' ? body.pipe(createGunzip()) : body;
    text.on('data', (chunk: Buffer) => (this.text += chunk.toString()));
    // Node emits `end` also for an HTTP/2 stream that was reset with CANCEL.
    body.on(
      'close',
      () => (this.endedCleanly = body.readableEnded && !(body as Partial<ClientHttp2Stream>).rstCode),
    );
    for (const source of [body, text]) {
      source.on('close', () => (this.ended = true));
      // The test or the proxy cut the stream: in both cases it has ended.
      source.on('error', () => (this.ended = true));
    }
  }

  static async open(
    cleanup: Cleanup,
    proxy: Proxy,
    protocol: Protocol,
    meetingId: string,
    { lastEventId, gzip = false, begins = 'event: state' }: Options = {},
  ): Promise<ProxiedStream> {
    const headers = {
      accept: 'text/event-stream',
      ...(gzip ? { 'accept-encoding': 'gzip' } : {}),
      ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
    };
    const path = `/api/sse/events?meeting_id=${meetingId}`;
    const [encoding, body] =
      protocol === 'HTTP/1.1'
        ? await overHttp1(cleanup, proxy.http, path, headers)
        : await overHttp2(cleanup, proxy.https, path, headers);
    const stream = new ProxiedStream(encoding, body);
    cleanup.add(() => body.destroy());
    await stream.contains(begins);
    return stream;
  }

  contains(text: string): Promise<boolean> {
    return until(`the stream to contain ${JSON.stringify(text)}`, () => this.text.includes(text));
  }

  /** The texts of the breaks, in order. */
  get breaks(): (string | undefined)[] {
    return [...this.text.matchAll(/"rest_required".*?"message":"([^"]*)"/g)].map(([, message]) => message);
  }
}

type Opened = readonly [encoding: string | undefined, body: Readable];

async function overHttp1(
  cleanup: Cleanup,
  socketPath: string,
  path: string,
  headers: object,
): Promise<Opened> {
  const call = request({ socketPath, path, headers: { host: HOST, ...headers }, agent: false });
  cleanup.add(() => call.destroy());
  call.end();
  const [answer] = (await once(call, 'response')) as [IncomingMessage];
  if (answer.statusCode !== 200) throw new Error(`the proxy answered ${String(answer.statusCode)}`);
  return [answer.headers['content-encoding'], answer];
}

async function overHttp2(
  cleanup: Cleanup,
  socketPath: string,
  path: string,
  headers: object,
): Promise<Opened> {
  const session = connectHttp2(`https://${HOST}`, {
    createConnection: () =>
      connectTls({ path: socketPath, servername: HOST, ALPNProtocols: ['h2'], rejectUnauthorized: false }),
  });
  session.on('error', () => undefined);
  cleanup.add(() => session.destroy());
  const call: ClientHttp2Stream = session.request({ ':path': path, ...headers });
  const [answer] = (await once(call, 'response')) as [Record<string, string | number | undefined>];
  if (answer[':status'] !== 200) throw new Error(`the proxy answered ${String(answer[':status'])}`);
  return [answer['content-encoding'] as string | undefined, call];
}
