import { Logger } from '@nestjs/common';

const FIRST_WAIT_MS = 50;
/** An attempt that nobody answers costs nothing. */
const MAX_WAIT_MS = 1_000;
/** A server that answers and refuses is in somebody's hands, and every attempt is a login there. */
const MAX_WAIT_REFUSED_MS = 5_000;
/** A connection that works for less than this is part of the same trouble. */
const HELD_MS = 2_000;

/**
 * How one connection comes back: what the log says of it, and how long it waits. An open socket is no success; only what
 * {@link worked} ends the trouble, so that a server which accepts connections and refuses commands is not asked ever faster.
 */
export class Reconnection {
  private readonly logger = new Logger('Redis');
  private readonly told = new Set<string>();
  private attempts = 0;
  private refused = false;
  private workedSince: number | undefined;

  constructor(private readonly name: string) {}

  /** Logs why the connection does not work: each reason once, the first one first, until it works again. */
  failed(reason: string, refused = false): void {
    if (this.workedSince !== undefined && performance.now() - this.workedSince >= HELD_MS) this.attempts = 0;
    this.workedSince = undefined;
    this.refused ||= refused;
    const what = refused ? 'cannot be used' : 'not connected';
    if (!this.told.has(reason)) this.logger.warn(`${this.name}: ${what} (${reason}), retrying`);
    this.told.add(reason);
  }

  /** The connection was closed. That explains nothing that is not explained yet. */
  closed(): void {
    if (this.told.size === 0) this.failed('connection closed');
  }

  worked(): void {
    if (this.workedSince !== undefined) return;
    this.workedSince = performance.now();
    this.told.clear();
    this.refused = false;
    this.logger.log(`${this.name}: connected`);
  }

  /** Milliseconds until the next attempt. Jittered: the processes of an installation lose Redis at the same time. */
  wait(): number {
    const longest = this.refused ? MAX_WAIT_REFUSED_MS : MAX_WAIT_MS;
    return Math.min(FIRST_WAIT_MS * 2 ** Math.min(this.attempts++, 10), longest) * (0.5 + Math.random() / 2);
  }
}
