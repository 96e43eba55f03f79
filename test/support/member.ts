import { EventSource } from 'eventsource';
import { Frame } from '../../src/events/frames/frame.js';
import type { Cleanup } from './cleanup.js';
import { until } from './until.js';

export interface Received {
  readonly event: string;
  /** The client's cursor after the frame, which it would send as Last-Event-ID. */
  readonly cursor: string;
  readonly data: Record<string, unknown>;
}

/** A member: the npm `eventsource` client, with all frames that it received. */
export class Member {
  readonly frames: Received[] = [];

  private constructor(readonly source: EventSource) {
    for (const name of Frame.types) {
      source.addEventListener(name, ({ data, lastEventId }) => {
        // For a frame without an id this client reports '', but keeps its cursor, as the standard requires.
        const cursor = lastEventId || (this.frames.at(-1)?.cursor ?? '');
        this.frames.push({ event: name, cursor, data: JSON.parse(String(data)) as Record<string, unknown> });
      });
    }
  }

  /** Resolves once the stream is connected. */
  static async join(cleanup: Cleanup, url: string, meetingId: string, query = ''): Promise<Member> {
    const member = new Member(new EventSource(`${url}/api/sse/events?meeting_id=${meetingId}${query}`));
    cleanup.add(() => member.leave());
    await member.hears('connected');
    return member;
  }

  /** An overview of several meetings, as a dashboard opens it. Resolves once the stream is connected. */
  static async overview(cleanup: Cleanup, url: string, meetingIds: string[], query = ''): Promise<Member> {
    const ids = meetingIds.map((id) => `meeting_id=${id}`).join('&');
    const member = new Member(new EventSource(`${url}/api/sse/overview?${ids}${query}`));
    cleanup.add(() => member.leave());
    await member.hears('connected');
    return member;
  }

  leave(): void {
    this.source.close();
  }

  /** Resolves with the `count`th frame of this name. */
  async hears(event: string, count = 1, deadlineMs?: number): Promise<Received> {
    try {
      return await until(`${event} no. ${count}`, () => this.all(event)[count - 1], deadlineMs);
    } catch (error) {
      const heard = this.frames.map((frame) => frame.event).join(', ');
      throw new Error(`${(error as Error).message}; ${this.source.url} heard: ${heard}`, { cause: error });
    }
  }

  all(event: string): Received[] {
    return this.frames.filter((frame) => frame.event === event);
  }

  /** The notices, without the frames about the stream itself. */
  get notices(): Received[] {
    return this.frames.filter(({ data }) => 'event' in data);
  }

  /** The texts of the breaks, in order. */
  get breaks(): unknown[] {
    return this.all('message').map(({ data }) => data['message']);
  }
}
