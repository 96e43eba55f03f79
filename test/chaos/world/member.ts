import { EventSource, type EventSourceFetchInit, type FetchLikeResponse } from 'eventsource';
import { Frame } from '../../../src/events/frames/frame.js';
import type { FrameHappening, Happening, MemberHistory } from '../history.js';
import { LATER_NOTICE } from '../rules/reading.js';
import { FrameReader } from './frame-reader.js';
import type { Teardown } from './teardown.js';

/** A member: an EventSource that resumes by itself, and a record of all that it received. */
export class ChaosMember {
  private readonly source: EventSource;

  constructor(
    teardown: Teardown,
    readonly history: MemberHistory,
    url: string,
    /** In seconds; `undefined` = the default of the service, which sends comments between the heartbeats. */
    heartbeat: string | undefined,
    private readonly now: () => number,
  ) {
    const { meeting, cursor } = history;
    const query = new URLSearchParams({ meeting_id: meeting, ...(heartbeat && { heartbeat }) });
    if (cursor !== undefined) query.set('last_event_id', cursor);
    this.source = new EventSource(`${url}/api/sse/events?${query.toString()}`, {
      fetch: (target, init) => this.fetch(String(target), init),
    });
    teardown.add(() => this.source.close());
    for (const name of [...Frame.types, LATER_NOTICE]) {
      this.source.addEventListener(name, ({ data, lastEventId }) =>
        // This client reports '' for a frame without an id of its own.
        this.received(name, lastEventId || undefined, String(data)),
      );
    }
  }

  /** The id of the last frame that had one. */
  get cursor(): string | undefined {
    const withId = (happening: Happening): happening is FrameHappening =>
      happening.kind === 'frame' && happening.id !== undefined;
    return this.history.happenings.findLast(withId)?.id;
  }

  get connected(): boolean {
    const last = this.history.happenings.findLast(({ kind }) => kind !== 'malformed');
    return this.source.readyState === EventSource.OPEN && last?.kind === 'frame';
  }

  private received(event: string, id: string | undefined, json: string): void {
    try {
      const data = JSON.parse(json) as Record<string, unknown>;
      this.history.happenings.push({ at: this.now(), kind: 'frame', event, id, data });
    } catch {
      this.complain(`data that is no JSON: ${json}`);
    }
  }

  private complain(what: string): void {
    this.history.happenings.push({ at: this.now(), kind: 'malformed', what });
  }

  private async fetch(url: string, init: EventSourceFetchInit): Promise<FetchLikeResponse> {
    const cursor = new Headers(init.headers).get('last-event-id') ?? undefined;
    this.history.happenings.push({ at: this.now(), kind: 'connecting', cursor });
    const response = await fetch(url, init);
    const { status, redirected, headers } = response;
    if (status !== 200) this.complain(`status ${status}: an EventSource gives up for good`);
    return { url, status, redirected, headers, body: response.body && this.hurried(response.body) };
  }

  /** Divides `retry` by ten: a member that returns sooner meets more of the fault. */
  private hurried(body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
    const reader = new FrameReader((what) => this.complain(what));
    const [decoder, encoder] = [new TextDecoder(), new TextEncoder()];
    return body.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform: (bytes, out) => {
          const text = decoder.decode(bytes, { stream: true });
          reader.read(text);
          out.enqueue(encoder.encode(text.replaceAll(/^retry: (\d{3})\d$/gm, 'retry: $1')));
        },
      }),
    );
  }
}
