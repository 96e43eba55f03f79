import type { MemberHistory, StreamHistory } from '../history.js';
import type { Tap } from './link.js';

/** Records what a service sent on one member's stream, and when. */
export class StreamTap implements Tap {
  private stream: StreamHistory | undefined;
  private rest = '';

  constructor(
    private readonly member: MemberHistory,
    /** The version of the service. */
    private readonly by: string,
    private readonly now: () => number,
  ) {}

  up(bytes: Buffer): void {
    if (!bytes.toString('latin1').startsWith('GET ')) return;
    this.ended();
    this.stream = { requestedAt: this.now(), by: this.by, said: [], endedAt: undefined };
    this.member.streams.push(this.stream);
  }

  /** Frame names and comments are ASCII, and each begins a line. */
  down(bytes: Buffer): void {
    const lines = (this.rest + bytes.toString('latin1')).split('\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines) {
      const what = /^event: ?(\w+)/.exec(line)?.[1] ?? (line.startsWith(':') ? '' : undefined);
      if (what !== undefined) this.stream?.said.push({ at: this.now(), what });
    }
  }

  ended(): void {
    if (this.stream) this.stream.endedAt ??= this.now();
    this.stream = undefined;
    this.rest = '';
  }
}
