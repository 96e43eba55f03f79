import { request, type IncomingMessage } from 'node:http';

/** The events of all members, for the plot and the totals. */
export interface Log {
  /** When a stream was opened again, in ms since the start of the run. */
  readonly reconnects: number[];
  /** For each reconnect, the milliseconds without a stream. */
  readonly gaps: number[];
  /**
   * Failed attempts: refused connections, and answers other than 200, on which a browser's EventSource gives
   * up.
   */
  refused: number;
  notOk: number;
  /** Milliseconds from the call of a break until the last member has it, by the number of the break. */
  readonly lag: Map<number, number>;
}

/** A member that behaves as a browser's EventSource: it reconnects after `retry:`, with the last id. */
export class RollingMember {
  readonly breaks: number[] = [];
  resyncs = 0;
  private cursor = '';
  private retryMs = 1_000;
  private lostAt: number | undefined;
  private call: ReturnType<typeof request> | undefined;
  private left = false;
  private joined: () => void = () => undefined;

  constructor(
    private readonly socketPath: string,
    private readonly log: Log,
    private readonly calledAt: ReadonlyMap<number, number>,
    private readonly begun: number,
  ) {}

  /** Resolves once the stream has caught up. */
  join(): Promise<void> {
    const caughtUp = new Promise<void>((resolve) => (this.joined = resolve));
    this.open();
    return caughtUp;
  }

  leave(): void {
    this.left = true;
    this.call?.destroy();
  }

  private open(): void {
    const headers = { host: 'example.com', ...(this.cursor && { 'last-event-id': this.cursor }) };
    const path = '/api/sse/events?meeting_id=rolling';
    this.call = request({ socketPath: this.socketPath, path, headers, agent: false });
    this.call.on('response', (answer) => this.read(answer));
    this.call.on('error', () => this.log.refused++);
    this.call.on('close', () => this.comeBack());
    this.call.end();
  }

  private comeBack(): void {
    if (this.left) return;
    this.lostAt ??= performance.now();
    setTimeout(() => this.left || this.open(), this.retryMs);
  }

  private read(answer: IncomingMessage): void {
    if (answer.statusCode !== 200) {
      this.log.notOk++;
      answer.resume();
      return;
    }
    let rest = '';
    answer.setEncoding('utf8');
    answer.on('error', () => undefined);
    answer.on('data', (text: string) => {
      const frames = (rest + text).split('\n\n');
      rest = frames.pop() ?? '';
      frames.forEach((frame) => this.hear(frame));
    });
  }

  private hear(frame: string): void {
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(frame)?.[1];
    this.cursor = field('id') ?? this.cursor;
    this.retryMs = Number(field('retry') ?? this.retryMs);
    const event = field('event');
    if (event === 'state') this.caughtUp(frame.includes('"resync":true'));
    if (event !== 'message') return;
    const number = Number((JSON.parse(field('data') ?? '') as { message: string }).message);
    this.breaks.push(number);
    this.log.lag.set(number, performance.now() - (this.calledAt.get(number) ?? 0));
  }

  private caughtUp(resync: boolean): void {
    if (resync) this.resyncs++;
    this.joined();
    if (this.lostAt === undefined) return;
    const now = performance.now();
    this.log.reconnects.push(now - this.begun);
    this.log.gaps.push(now - this.lostAt);
    this.lostAt = undefined;
  }
}
