import { jest } from '@jest/globals';

// Taken before a test replaces the timers.
const { setImmediate } = globalThis;

/** Waits until `isSo`, turn by turn of the event loop. */
export async function soon(isSo: () => unknown): Promise<void> {
  for (let turns = 0; turns < 1_000; turns++) {
    if (isSo()) return;
    await new Promise((resolve) => void setImmediate(resolve));
  }
  throw new Error('it never happened');
}

/** A stream that the extension has opened. */
export class FakeStream {
  private readonly body = new TransformStream<Uint8Array, Uint8Array>();
  private readonly writer = this.body.writable.getWriter();

  constructor(
    readonly role: string | null,
    readonly secret: string,
  ) {}

  get response(): Response {
    return new Response(this.body.readable, { headers: { 'Content-Type': 'text/event-stream' } });
  }

  send(event: string, data: object, id = ''): void {
    const frame = `event: ${event}\n${id && `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`;
    void this.writer.write(new TextEncoder().encode(frame));
  }

  /** The connection ends. */
  end(): void {
    void this.writer.close();
  }

  /** A state frame, after which views show the meeting. */
  state(differences: object = {}): void {
    const server_time = new Date().toISOString();
    this.send('state', { phase: 'in_progress', rest: null, server_time, ...differences });
  }
}

/** In place of the service: answers the background's `fetch`, by the path in the meeting. */
export class FakeService {
  readonly streams: FakeStream[] = [];
  /** The answers to commands and streams; by default streams open and commands succeed. */
  answer: (path: string, secret: string) => Response | undefined = () => undefined;
  private readonly fetching = jest.spyOn(globalThis, 'fetch');

  constructor() {
    this.fetching.mockImplementation((input, { headers } = {}) => {
      const url = new URL(input);
      const { Authorization = '' } = (headers ?? {}) as Record<string, string>;
      return Promise.resolve(this.respond(url, Authorization.replace('Bearer ', '')));
    });
  }

  private respond({ pathname, searchParams }: URL, secret: string): Response {
    const path = pathname.replace(/^\/api(\/meetings\/[^/]+)?/, '');
    const role = searchParams.get('role');
    const answer = this.answer(role === 'leader' ? `${path} as leader` : path, secret);
    if (answer) return answer;
    if (!path.startsWith('/sse/')) return Response.json({ server_time: new Date().toISOString() });
    const stream = new FakeStream(role, secret);
    this.streams.push(stream);
    return stream.response;
  }

  /** The stream that was opened last, once there are `count`. */
  async stream(count = 1): Promise<FakeStream> {
    await soon(() => this.streams.length >= count);
    const [last] = this.streams.slice(-1);
    if (!last) throw new Error('there is no stream');
    return last;
  }

  stop(): void {
    this.fetching.mockRestore();
  }
}

/** How the service refuses. */
export const problem = (status: number, code: string): Response =>
  Response.json({ status, code }, { status, headers: { 'Content-Type': 'application/problem+json' } });
