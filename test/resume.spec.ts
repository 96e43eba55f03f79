import { beforeEach, describe, expect, it } from '@jest/globals';
import { get, post } from './support/api.js';
import { startOn, stores } from './support/app.js';
import { Cleanup } from './support/cleanup.js';
import { ManualClock } from './support/manual-clock.js';
import { Member } from './support/member.js';
import { RawStream } from './support/raw-stream.js';
import { until } from './support/until.js';

/**
 * docs/protocol.md, "The guarantee": a client that reconnects gets all missed notices, in order, once; otherwise a
 * resync with the full state.
 */
describe.each(stores)('resuming, %s', (store) => {
  const cleanup = new Cleanup();
  let clock: ManualClock;
  let url: string;

  beforeEach(async () => {
    clock = new ManualClock();
    ({ url } = await startOn(cleanup, store, { LOG_MAX_NOTICES: '10' }, clock));
  });

  const rest = (message: string, id = 'abc') => post(`${url}/api/meetings/${id}/rest`, { message });
  const shape = (member: Member) =>
    member.frames.map(({ event, data }) => (event === 'rest_ended' ? event : (data['message'] ?? event)));

  async function join(query = '', id = 'abc'): Promise<Member> {
    const member = await Member.join(cleanup, url, id, query);
    await member.hears('state');
    return member;
  }

  /** The cursor after break `a`, with breaks `b` and `c` after it. */
  async function afterA(): Promise<string> {
    const member = await join();
    await rest('a');
    const { cursor } = await member.hears('message');
    member.leave();
    await rest('b');
    await rest('c');
    return cursor;
  }

  it("ends a poller's stream after `state` if it asks for that, and does not count it", async () => {
    const cursor = await afterA();
    const ask = `abc&until=caught-up&last_event_id=${cursor}`;
    const stream = await RawStream.open(cleanup, url, ask);
    await until('the stream to end', () => stream.ended);
    expect(stream.endedCleanly).toBe(true);
    const names = [...stream.text.matchAll(/^event: (.+)$/gm)].map(([, name]) => name);
    expect(names).toEqual([
      ...['connected', 'rest_ended', 'message', 'rest_ended', 'message', 'state', 'goodbye'],
    ]);
    expect(stream.text).toContain('data: {"reason":"caught_up","reconnect":false}');

    await rest('tea', 'polled');
    const alone = await RawStream.open(cleanup, url, 'polled&until=caught-up');
    await until('the stream to end', () => alone.ended);
    expect((await get(`${url}/api/meetings/polled`)).body).toMatchObject({ members: { connected: 0 } });
  });

  it.each(['last_event_id', 'lastEventId'])(
    'sends missed notices in order, once, with ?%s=',
    async (name) => {
      const cursor = await afterA();
      const member = await join(`&${name}=${cursor}`);
      expect(shape(member)).toEqual(['Connected to meeting', 'rest_ended', 'b', 'rest_ended', 'c', 'state']);
      expect(member.frames[0]?.cursor).toBe(cursor);
      expect(member.all('state')[0]?.data).toMatchObject({
        resync: false,
        phase: 'on_break',
        rest: { message: 'c' },
        cursor: member.notices.at(-1)?.cursor,
      });
      await rest('d');
      await member.hears('message', 3);
      expect(member.breaks).toEqual(['b', 'c', 'd']);
    },
  );

  it('sends a resync instead of more than a megabyte of missed notices', async () => {
    ({ url } = await startOn(cleanup, store, { LOG_MAX_NOTICES: '500' }, clock));
    const cursor = await afterA();
    // Each break ends the one before: 140 notices.
    for (let i = 0; i < 70; i++) await rest('x'.repeat(16_000));
    const late = await join(`&last_event_id=${cursor}`);
    expect(late.all('message')).toHaveLength(0);
    expect(late.all('state')[0]?.data).toMatchObject({ resync: true, phase: 'on_break' });
    const { events } = (await get(`${url}/api/meetings/abc/events?limit=1000`)).body as {
      events: { id: string }[];
    };
    const near = await join(`&last_event_id=${String(events.at(-20)?.id)}`);
    expect(near.notices).toHaveLength(19);
    expect(near.all('state')[0]?.data).toMatchObject({ resync: false });
  });

  it('prefers the header, which a browser keeps current, to the URL, which keeps its first cursor', async () => {
    const old = await afterA();
    const { events } = (await get(`${url}/api/meetings/abc/events`)).body as { events: { id: string }[] };
    const current = events.at(-1)?.id ?? '';
    const stream = await RawStream.open(cleanup, url, `abc&last_event_id=${old}`, {
      'last-event-id': current,
    });
    await stream.contains(`event: connected\nid: ${current}\n`);
    await stream.contains('event: state');
    expect(stream.text).not.toContain('event: message');
  });

  it('sends only the state when nothing was missed', async () => {
    await afterA();
    const first = await join();
    const again = await join(`&last_event_id=${first.frames[0]?.cursor}`);
    expect(shape(again)).toEqual(['Connected to meeting', 'state']);
    expect(again.all('state')[0]?.data['resync']).toBe(false);
  });

  it('sends everything from the start of the log', async () => {
    await afterA();
    const member = await join('&last_event_id=0-0');
    expect(member.breaks).toEqual(['a', 'b', 'c']);
  });

  it('sends what followed the end of the meeting, and its new start', async () => {
    const cursor = await afterA();
    await post(`${url}/api/meetings/abc/end`);
    await post(`${url}/api/meetings/abc/start`);
    const member = await join(`&last_event_id=${cursor}`);
    expect(member.notices.map(({ event }) => event)).toEqual([
      'rest_ended',
      'message',
      'rest_ended',
      'message',
      'rest_ended',
      'meeting_ended',
      'meeting_started',
    ]);
  });

  it.each([
    ['trimmed', '', 12],
    ['of another meeting', 'other', 0],
    ['between two notices', '1-1', 0],
    ['from the future', '99999999999999-0', 0],
    ['beyond what Redis can read', '99999999999999999999-0', 0],
    ['the last id that Redis knows', '18446744073709551615-18446744073709551615', 0],
    ['garbage', '%00%0d%0a%F0%9F%98%80', 0],
    ['long garbage', 'x'.repeat(8000), 0],
    ['given twice', '1-1&last_event_id=2-2', 0],
    ['nested', '1-1&last_event_id[x]=2', 0],
  ])('sends a resync with the full state when the cursor is %s', async (_, given, later) => {
    let cursor = await afterA();
    for (let i = 0; i < later; i++) await rest(`later ${i}`);
    if (given === 'other') {
      clock.pass(1000);
      await rest('elsewhere', 'other');
      cursor = (await join('', 'other')).frames[0]?.cursor ?? '';
    } else if (given) cursor = given;
    const member = await join(`&last_event_id=${cursor}`);
    expect(shape(member)).toEqual(['Connected to meeting', 'state']);
    const state = member.all('state')[0];
    expect(state?.data).toMatchObject({ resync: true, phase: 'on_break', meeting_id: 'abc' });
    // No frame before the resync has an id: a client that is cut off earlier must resume from its old cursor.
    expect(member.frames.map((frame) => frame.cursor)).toEqual(['', '']);
    await rest('after');
    await member.hears('message');
    expect(member.breaks).toEqual(['after']);
  });

  it('sends the current break at once to members who join late', async () => {
    await rest('tea');
    expect((await join()).all('state')[0]?.data).toEqual({
      meeting_id: 'abc',
      phase: 'on_break',
      started_at: '2025-10-17T10:30:00.000Z',
      title: null,
      working_since: null,
      rest: {
        rest_id: expect.any(String),
        message: 'tea',
        started_at: '2025-10-17T10:30:00.000Z',
        duration_seconds: null,
        ends_at: null,
      },
      schedule: null,
      next_rest_at: null,
      members: { connected: expect.any(Number), seen: 0, away: 0, back: 0 },
      cursor: expect.stringMatching(/^\d+-\d+$/),
      server_time: '2025-10-17T10:30:00.000Z',
      resync: false,
    });
  });

  it('leaves no gap and repeats nothing while a leader calls as fast as possible', async () => {
    const total = 150;
    await rest('first');
    const start = (await join()).frames[0]?.cursor;
    const calling = (async () => {
      for (let i = 0; i < total; i++) await rest(String(i));
    })();
    const joined: Member[] = [];
    const calls = { going: true };
    const joining = (async () => {
      while (calls.going) {
        // Resume from the beginning, from another member's present cursor, and without a cursor.
        const cursors = [start, joined.at(-1)?.frames.at(-1)?.cursor, ''];
        joined.push(await join(`&last_event_id=${cursors[joined.length % 3] ?? ''}`));
      }
    })();
    await calling;
    calls.going = false;
    await joining;
    const last = await join();
    for (const member of joined) {
      // The member is up to date by its last notice, or by the `state` of a resync.
      await until('the last break', () =>
        [member.frames.at(-1)?.cursor, member.all('state').at(-1)?.data['cursor']].includes(
          last.frames[0]?.cursor,
        ),
      );
      const heard = member.breaks.map(Number).filter((number) => !Number.isNaN(number));
      expect(heard).toEqual(heard.map((_, i) => (heard[0] ?? 0) + i));
    }
    expect(joined.length).toBeGreaterThan(3);
  });

  describe('as a poller', () => {
    const log = (query: string) => get(`${url}/api/meetings/abc/events${query}`);

    it('reads the same log, page by page', async () => {
      const cursor = await afterA();
      const first = (await log(`?after=${cursor}&limit=2`)).body as {
        events: Record<string, unknown>[];
        cursor: string;
      };
      expect(first).toMatchObject({
        meeting_id: 'abc',
        resync: false,
        events: [{ event: 'rest_ended' }, { event: 'rest_required', message: 'b' }],
      });
      expect(first.cursor).toBe(first.events[1]?.['id']);
      const second = (await log(`?after=${first.cursor}&limit=2`)).body as typeof first;
      expect(second.events).toMatchObject([{ event: 'rest_ended' }, { message: 'c' }]);
      expect((await log(`?after=${second.cursor}`)).body).toEqual({
        meeting_id: 'abc',
        events: [],
        cursor: second.cursor,
        resync: false,
      });
    });

    it('reads the rest of a trimmed log when it sends no cursor, and gets a resync when it does', async () => {
      for (let i = 0; i < 12; i++) await rest(String(i));
      const { events, cursor, resync } = (await log('')).body as {
        events: object[];
        cursor: string;
        resync: boolean;
      };
      expect([events.length, resync]).toEqual([10, false]);
      expect(events.at(-1)).toMatchObject({ message: '11', id: cursor });
      expect((await log('?after=0-0')).body).toMatchObject({ events: [], cursor, resync: true });
    });

    it('reads an empty log for a meeting that nobody started', async () => {
      expect((await log('')).body).toEqual({ meeting_id: 'abc', events: [], cursor: '0-0', resync: false });
    });

    it('gets a resync when the log does not continue', async () => {
      await afterA();
      const { body } = await log('?after=1-1');
      expect(body).toMatchObject({
        resync: true,
        events: [],
        state: { phase: 'on_break', rest: { message: 'c' } },
      });
      expect(body['cursor']).toBe((body['state'] as { cursor: string }).cursor);
    });

    it.each(['?limit=0', '?limit=1001', '?limit=x', '?after=1-1&after=2-2'])(
      'is refused: %s',
      async (query) => {
        expect(await log(query)).toMatchObject({ status: 422, body: { code: 'invalid_request' } });
      },
    );
  });
});
