import { Logger } from '@nestjs/common';

const FIRST_WAIT_MS = 50;
/** Maximum wait in milliseconds if nobody answers: such an attempt costs nothing. */
const MAX_WAIT_MS = 1_000;
/** Maximum wait in milliseconds if a server answers and refuses: each attempt is a login there. */
const MAX_WAIT_REFUSED_MS = 5_000;
/** A connection that works for less than this time, in milliseconds, belongs to the same outage. */
const HELD_MS = 2_000;

/**
 * The reconnects of one connection: what the log says about them, and the wait before each. An open socket is
 * no success; only {@link worked} ends an outage. Otherwise a server that accepts connections and refuses
 * commands would be asked ever faster.
 */
export class Reconnection {
  private readonly logger = new Logger('Redis');
  private readonly told = new Set<string>();
  private attempts = 0;
  private refused = false;
  private workedSince: number | undefined;

  constructor(private readonly name: string) {}

  /** Logs why the connection does not work, each reason once, until it works again. */
  failed(reason: string, refused = false): void {
    if (this.workedSince !== undefined && performance.now() - this.workedSince >= HELD_MS) this.attempts = 0;
    this.workedSince = undefined;
    this.refused ||= refused;
    const what = refused ? 'cannot be used' : 'not connected';
    if (!this.told.has(reason)) this.logger.warn(`${this.name}: ${what} (${reason}), retrying`);
    this.told.add(reason);
  }

  /** The connection was closed. Logged only if no reason was logged before. */
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

  /**
   * Milliseconds until the next attempt, with jitter: all processes of an installation lose Redis at the same
   * time.
   */
  wait(): number {
    const longest = this.refused ? MAX_WAIT_REFUSED_MS : MAX_WAIT_MS;
    return Math.min(FIRST_WAIT_MS * 2 ** Math.min(this.attempts++, 10), longest) * (0.5 + Math.random() / 2);
  }
}
