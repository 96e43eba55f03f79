import { beforeEach, describe, expect, it } from '@jest/globals';
import { Cleanup } from '../../../test/support/cleanup.js';
import { onBreak } from '../../../test/support/meetings.js';
import { storeKinds, type StoreHarness } from '../../../test/support/store-harness.js';
import { RecordingStream } from '../../../test/support/recording-stream.js';
import { until } from '../../../test/support/until.js';
import { loadConfig } from '../../config/app-config.js';
import { breakIdAt } from '../../domain/notice.js';
import { millisecondsOf } from '../../domain/revision.js';
import { MeetingsService } from '../../meetings/meetings.service.js';
import { Metrics } from '../../metrics/metrics.js';
import type { Frame } from '../frames/frame.js';
import { attach } from './attach.js';
import { LiveMeeting } from './live-meeting.js';

/**
 * The feed may lose, repeat, delay and reorder messages; members still get the log, in order, each notice
 * once.
 */
describe('a live meeting', () => {
  const cleanup = new Cleanup();
  let at: StoreHarness;
  let service: MeetingsService;
  let live: LiveMeeting;
  let texts: unknown[];
  const listen = (meeting: LiveMeeting, listener: (frame: Frame) => void) =>
    meeting.join({ send: ({ frames }) => frames.forEach(listener) });
  /** A receiver that joins now gets no earlier frame: those are sent first. */
  const flush = (meeting: LiveMeeting) => meeting.join({ send: () => undefined })();
  const commitDue = (id: string) => service.commitDue(id);

  beforeEach(async () => {
    at = await storeKinds.embedded(cleanup, { logMaxNotices: 2000 });
    service = new MeetingsService(at.store, at.clock, new Metrics(), loadConfig({}));
    await service.execute('abc', { type: 'start' });
    live = new LiveMeeting('abc', at.feed, at.store, at.clock, commitDue, new Metrics());
    cleanup.add(() => live.close());
    texts = [];
    listen(live, ({ type, data }) => {
      if (type === 'message') texts.push((JSON.parse(data) as { message?: unknown }).message);
    });
    await live.opened;
    announced.length = 0;
  });

  /** The notices of each break: from the second on, also the end of the break that it replaced. */
  const announced: string[][] = [];
  async function call(message: string): Promise<void> {
    const from = at.heard.length;
    await service.execute('abc', { type: 'rest', message });
    announced.push(at.heard.slice(from).map(({ payload }) => payload));
  }
  const announce = (...order: number[]) => {
    order.forEach((i) => announced[i]?.forEach((payload) => live.receive(payload)));
    flush(live);
  };

  it('delivers announced notices', async () => {
    await call('a');
    await call('b');
    announce(0, 1);
    expect(texts).toEqual(['a', 'b']);
  });

  it('delivers a notice once if it is announced twice', async () => {
    await call('a');
    await call('b');
    announce(0, 0, 1, 0, 1);
    expect(texts).toEqual(['a', 'b']);
  });

  it.each([
    ['lost', [2]],
    ['swapped', [1, 0, 2]],
    ['backwards', [2, 1, 0]],
  ])('reads the log when announcements were %s', async (_, order) => {
    for (const message of ['a', 'b', 'c']) await call(message);
    announce(...order);
    await until('all breaks', () => texts.length >= 3);
    expect(texts).toEqual(['a', 'b', 'c']);
    await call('d');
    announce(3);
    await until('the next break', () => texts.length >= 4);
    expect(texts).toEqual(['a', 'b', 'c', 'd']);
  });

  it('reads the log before it delivers anything after the feed was cut', async () => {
    await call('a');
    live.lost();
    announce(0);
    expect(texts).toEqual([]);
    await live.repair();
    flush(live);
    expect(texts).toEqual(['a']);
    await call('b');
    announce(1);
    expect(texts).toEqual(['a', 'b']);
  });

  it('reads more than one page of the log', async () => {
    for (let i = 0; i < 600; i++) await call(String(i));
    void live.repair();
    await until('all breaks', () => texts.length >= 600);
    expect(texts).toEqual(Array.from({ length: 600 }, (_, i) => String(i)));
  });

  it.each([
    ['before', false, ['b']],
    ['after', true, ['a', 'b']],
  ])(
    'delivers a notice once that is committed %s its position is read, while it opens',
    async (_, isReadFirst, expected) => {
      const load = at.store.load.bind(at.store);
      let answer = (): void => undefined;
      const answered = new Promise<void>((resolve) => (answer = resolve));
      at.store.load = async (id) => {
        if (!isReadFirst) await answered;
        const loaded = await load(id);
        await answered;
        return loaded;
      };
      const opening = new LiveMeeting('abc', at.feed, at.store, at.clock, commitDue, new Metrics());
      const heard: unknown[] = [];
      listen(opening, ({ type, data }) => {
        if (type === 'message') heard.push((JSON.parse(data) as { message?: unknown }).message);
      });
      await Promise.resolve();
      at.store.load = load;
      await call('a');
      announced[0]?.forEach((payload) => opening.receive(payload));
      answer();
      await opening.opened;
      await call('b');
      announced[1]?.forEach((payload) => opening.receive(payload));
      flush(opening);
      expect(heard).toEqual(expected);
      expect(opening.position.revision).toBe((await load('abc')).revision);
      opening.close();
    },
  );

  it('sends `degraded` when the store does not answer within a second, and `restored` when it answers', async () => {
    const load = at.store.load.bind(at.store);
    const types: (string | undefined)[] = [];
    listen(live, ({ type }) => types.push(type));
    at.store.load = () => new Promise(() => undefined);
    void live.repair();
    await until('degraded', () => types.includes('degraded'), 1_500);
    at.store.load = load;
    await until('restored', () => types.includes('restored'));
    expect(types).toEqual(['degraded', 'restored']);
  });

  it('sends a `state` when another program changed the meeting without a notice, and its message was lost', async () => {
    const frames: Frame[] = [];
    listen(live, (frame) => frames.push(frame));
    const load = at.store.load.bind(at.store);
    at.store.load = async (id) => ({ ...(await load(id)), meeting: onBreak });
    await live.repair();
    await live.repair();
    flush(live);
    expect(frames.map(({ type }) => type)).toEqual(['state']);
    expect(JSON.parse(frames[0]?.data ?? '')).toMatchObject({ resync: false, rest: { message: 'tea' } });
  });

  it('sends no `state` for a break that another program published, whether or not it wrote the break', async () => {
    const frames: Frame[] = [];
    listen(live, (frame) => frames.push(frame));
    const load = at.store.load.bind(at.store);
    const published = (message: string, timestamp: string) =>
      live.receive(JSON.stringify({ event: 'rest_required', message, timestamp }));

    published('only published', '2025-10-17T10:30:00.000Z');
    await live.repair();
    published('tea', '2025-10-17T10:31:00.064Z');
    // The reference reads its clock twice, so the two times differ.
    const startedAt = '2025-10-17T10:31:00.000Z';
    const written = { id: breakIdAt(startedAt), startedAt };
    const currentBreak = onBreak.currentBreak && { ...onBreak.currentBreak, ...written };
    at.store.load = async (id) => ({ ...(await load(id)), meeting: { ...onBreak, currentBreak } });
    await live.repair();
    await live.repair();
    flush(live);
    expect(frames.map(({ type }) => type)).toEqual(['message', 'message']);
  });

  it('tells members to resync when the log does not continue from their position', async () => {
    at = await storeKinds.embedded(cleanup, { logMaxNotices: 2 });
    service = new MeetingsService(at.store, at.clock, new Metrics(), loadConfig({}));
    await service.execute('abc', { type: 'start' });
    const behind = new LiveMeeting('abc', at.feed, at.store, at.clock, commitDue, new Metrics());
    await behind.opened;
    const frames: Frame[] = [];
    listen(behind, (frame) => frames.push(frame));
    for (const message of ['a', 'b', 'c']) await call(message);
    await behind.repair();
    expect(frames.map(({ type, id }) => [type, id])).toEqual([['state', undefined]]);
    expect(JSON.parse(frames[0]?.data ?? '')).toMatchObject({
      resync: true,
      phase: 'on_break',
      rest: { message: 'c' },
      cursor: behind.position.revision,
    });
    expect(behind.position.revision).toBe((await at.store.load('abc')).revision);
    await call('d');
    await behind.repair();
    expect(frames.map(({ type }) => type)).toEqual(['state', 'rest_ended', 'message']);
    behind.close();
  });

  it('delivers what the log has when the store may have lost data, as after a failover, and then tells to resync', async () => {
    const frames: Frame[] = [];
    listen(live, (frame) => frames.push(frame));
    await call('not announced');
    const load = at.store.load.bind(at.store);
    const { revision } = await load('abc');
    const since = `${millisecondsOf(revision) + 1}-0`;
    at.store.load = async (id) => ({ ...(await load(id)), since });
    await live.repair();
    const [message, state] = frames;
    expect(frames.map(({ type }) => type)).toEqual(['message', 'state']);
    expect(message?.id).toBe(revision);
    expect(JSON.parse(state?.data ?? '')).toMatchObject({ resync: true, cursor: revision });
  });

  it('lets go of a resuming stream that ends while the log cannot be read', async () => {
    at.store.load = () => Promise.reject(new Error('of another type'));
    const heard: unknown[] = [];
    const stream = new RecordingStream(({ type }) => heard.push(type));
    const attached = attach(stream, live, { cursor: live.position.revision }, 0);
    stream.leave();
    await attached;
    expect(heard).toEqual([]);
  });

  it('does not let a resuming stream wait when the log could not be read for some seconds', async () => {
    at.store.load = () => Promise.reject(new Error('of another type'));
    void live.repair();
    await until('some failures', () => live.isStuck);
    const attached = attach(
      new RecordingStream(() => undefined),
      live,
      { cursor: live.position.revision },
      0,
    );
    await expect(attached).rejects.toThrow('the log of the meeting cannot be read');
  });

  it('keeps trying to read the log while the store is away', async () => {
    const read = at.store.readLogBack.bind(at.store);
    let failures = 2;
    at.store.readLogBack = (...args) => (failures-- > 0 ? Promise.reject(new Error('away')) : read(...args));
    await call('a');
    void live.repair();
    await until('the break', () => texts.length > 0);
    expect(failures).toBeLessThan(0);
  });
});
