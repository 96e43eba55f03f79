import { startApp } from './app.js';
import type { Cleanup } from './cleanup.js';
import { ManualClock } from './manual-clock.js';
import { Member } from './member.js';

export const MINUTE = 60_000;

/** The day of one meeting, for stories: it begins at 10:30, and the test lets time pass. */
export class Day {
  static async begin(cleanup: Cleanup): Promise<Day> {
    const clock = new ManualClock();
    const { url } = await startApp(cleanup, { DEFAULT_LANGUAGE: 'en' }, clock);
    return new Day(cleanup, url, clock);
  }

  private constructor(
    private readonly cleanup: Cleanup,
    readonly url: string,
    readonly clock: ManualClock,
  ) {}

  /** The address of the meeting. */
  get meeting(): string {
    return `${this.url}/api/meetings/abc-defg-hij`;
  }

  /** Opens a stream. */
  readonly join = (query = ''): Promise<Member> => Member.join(this.cleanup, this.url, 'abc-defg-hij', query);
}
