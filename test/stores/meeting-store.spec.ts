import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { evolve } from '../../src/domain/evolve.js';
import { notStarted, type Meeting } from '../../src/domain/meeting.js';
import type { CommandKey } from '../../src/stores/command-key.js';
import type { Commit, Loaded } from '../../src/stores/meeting-store.js';
import { StoreUnavailable } from '../../src/stores/store-unavailable.js';
import { isKnown, type LogEntry } from '../../src/domain/log-entry.js';
import type { LoggedNotice, Notice } from '../../src/domain/notice.js';
import { compareRevisions, START } from '../../src/domain/revision.js';
import { Cleanup } from '../support/cleanup.js';
import { storeKinds, type StoreHarness } from '../support/store-harness.js';
import { until } from '../support/until.js';

const timestamp = '2025-10-17T10:30:00.000Z';
const LOG_MAX = 8;

/** Every entry in the log that this version wrote. */
function known(entries: readonly LogEntry[]): LoggedNotice[] {
  expect(entries.every(isKnown)).toBe(true);
  return entries.filter(isKnown);
}

/** The contract of `MeetingStore` and its `NoticeFeed`, for each implementation. */
describe.each(Object.entries(storeKinds))('MeetingStore, %s', (_, make) => {
  const cleanup = new Cleanup('after all tests');
  let at: StoreHarness;
  let meetings = 0;
  let id: string;

  beforeAll(async () => (at = await make(cleanup, { logMaxNotices: LOG_MAX })));

  const started = (): Notice => ({ event: 'meeting_started', meeting_id: id, timestamp });
  const untimed = {
    rest_id: 'r',
    duration_seconds: null,
    ends_at: null,
    message_code: 'custom',
    language: 'ja',
  } as const;
  const rest = (message: string): Notice => ({
    event: 'rest_required',
    meeting_id: id,
    message,
    timestamp,
    ...untimed,
  });
  const ended = (): Notice => ({ event: 'meeting_ended', meeting_id: id, timestamp });
  const unique = () => (id = `meeting-${++meetings}`);

  async function commit(...notices: Notice[]): Promise<readonly LoggedNotice[]> {
    return committed(await at.store.load(id), ...notices);
  }

  async function committed(basis: Loaded, ...notices: Notice[]): Promise<readonly LoggedNotice[]> {
    const outcome = await at.store.commit(proposed(basis, notices));
    if (!outcome.committed) throw new Error('conflict');
    return outcome.notices;
  }

  const newKey = (name = randomUUID()): CommandKey => ({ name, fingerprint: 'f', keptSeconds: 60 });

  function proposed(basis: Loaded, notices: Notice[], key = newKey()): Commit {
    return { basis, next: notices.reduce<Meeting>(evolve, basis.meeting), notices, key, withinMs: 1000 };
  }

  const log = async (after = START, limit = 100) => known(await at.store.readLog(id, after, limit));

  it('loads a meeting that nobody started, at the start of an empty log', async () => {
    unique();
    expect(await at.store.load(id)).toMatchObject({ meeting: notStarted(id), revision: START });
    expect(await log()).toEqual([]);
  });

  it('loads what was committed, at the revision of its last notice', async () => {
    unique();
    const [, last] = await commit(started(), rest('茶\r\n"☕"\u2028\0'));
    const { meeting, revision } = await at.store.load(id);
    const expected = [started(), rest('茶\r\n"☕"\u2028\0')].reduce(evolve, notStarted(id));
    expect(meeting).toEqual(expected);
    expect(meeting.currentBreak?.message).toBe('茶\r\n"☕"\u2028\0');
    expect(revision).toBe(last?.id);
  });

  it('loads several meetings in the requested order, each as if loaded alone', async () => {
    const [one, never, other] = [unique(), unique(), unique()];
    for (id of [one, other]) await commit(started(), rest(`of ${id}`));
    const all = await at.store.loadAll([other, never, one]);
    const each = await Promise.all([other, never, one].map((which) => at.store.load(which)));
    const lasting = (loaded: readonly Loaded[]) => loaded.map((one) => ({ ...one, readAt: 0 }));
    expect(lasting(all)).toEqual(lasting(each));
    expect(all.map(({ meeting }) => meeting.currentBreak?.message)).toEqual([
      `of ${other}`,
      undefined,
      `of ${one}`,
    ]);
  });

  it('stores a lone surrogate, which UTF-8 cannot encode, as its logged escape', async () => {
    unique();
    const [logged] = await commit(rest('\ud83d'));
    expect(logged?.notice).toEqual(rest('\ud83d'));
    expect((await log())[0]?.notice).toEqual(rest('\ud83d'));
    await commit(started(), rest('\ud83d'));
    expect((await at.store.load(id)).meeting.currentBreak?.message).toBe('\ud83d');
  });

  it('links every notice to the previous one', async () => {
    unique();
    const all = [...(await commit(started(), rest('a'))), ...(await commit(rest('b')))];
    expect(all.map(({ prev }) => prev)).toEqual([START, all[0]?.id, all[1]?.id]);
    expect(all.map(({ notice }) => notice)).toEqual([started(), rest('a'), rest('b')]);
    expect(await log()).toEqual(all);
  });

  it('reads the log after any position, up to the requested length', async () => {
    unique();
    const all = await commit(started(), rest('a'), rest('b'), rest('c'));
    expect(await log(all[1]?.id)).toEqual(all.slice(2));
    expect(await log(all[3]?.id)).toEqual([]);
    expect(await log(START, 2)).toEqual(all.slice(0, 2));
    expect(await log('0-1')).toEqual(all);
  });

  it('drops the oldest notices over the limit, and keeps the links', async () => {
    unique();
    for (let i = 0; i < LOG_MAX + 3; i++) await commit(rest(String(i)));
    const kept = await log();
    expect(kept.map(({ notice }) => 'message' in notice && notice.message)).toEqual(
      Array.from({ length: LOG_MAX }, (_, i) => String(i + 3)),
    );
    expect(kept.slice(1).map(({ prev }) => prev)).toEqual(kept.slice(0, -1).map((entry) => entry.id));
    expect(kept[0]?.prev).not.toBe(START);
  });

  it('refuses a commit on an old revision, changes nothing, and returns the current one', async () => {
    unique();
    const basis = await at.store.load(id);
    await committed(basis, started());
    const before = await log();
    const outcome = await at.store.commit(proposed(basis, [rest('lost')]));
    const current = await at.store.load(id);
    expect(outcome).toMatchObject({
      committed: false,
      current: { meeting: current.meeting, revision: current.revision },
    });
    expect(current.meeting.startedAt).toBe(timestamp);
    expect(await log()).toEqual(before);
  });

  it('refuses a commit after its deadline, and changes nothing', async () => {
    unique();
    const basis = await at.store.load(id);
    await expect(at.store.commit({ ...proposed(basis, [started()]), withinMs: -1 })).rejects.toThrow(
      StoreUnavailable,
    );
    expect(await log()).toEqual([]);
    await committed(basis, started());
  });

  it('accepts exactly one of many commits on the same revision', async () => {
    unique();
    const basis = await at.store.load(id);
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, i) => at.store.commit(proposed(basis, [rest(String(i))]))),
    );
    expect(outcomes.filter(({ committed }) => committed)).toHaveLength(1);
    expect(await log()).toHaveLength(1);
  });

  it('removes an ended meeting, but keeps its history and its log, which continues when the id is used again', async () => {
    unique();
    const all = [...(await commit(started())), ...(await commit(ended()))];
    const meeting = [started(), ended()].reduce(evolve, notStarted(id));
    expect(await at.store.load(id)).toMatchObject({ meeting, revision: all[1]?.id });
    expect(meeting).toMatchObject({ startedAt: null, history: { startedAt: timestamp } });
    expect(await log()).toEqual(all);
    const [again] = await commit(started());
    expect(again?.prev).toBe(all[1]?.id);
  });

  it('commits a decision without notices', async () => {
    unique();
    expect(await commit()).toEqual([]);
    expect(await at.store.load(id)).toMatchObject({ meeting: notStarted(id), revision: START });
  });

  it("stores a commit's result under its key, and commits nothing else under that key", async () => {
    unique();
    const key = newKey();
    const basis = await at.store.load(id, key);
    expect(basis.done).toBeUndefined();
    const outcome = await at.store.commit(proposed(basis, [started(), rest('"}')], key));
    const notices = outcome.committed ? outcome.notices : [];
    expect(notices).toHaveLength(2);
    const again = await at.store.load(id, key);
    expect(again.done).toMatchObject({ fingerprint: 'f', notices });
    const repeated = await at.store.commit(proposed(again, [rest('twice')], key));
    expect(repeated).toMatchObject({ committed: false, current: { done: { notices } } });
    expect(await log()).toEqual(notices);
    expect((await at.store.load(id, newKey())).done).toBeUndefined();
  });

  it('stores the result of a command that changed nothing', async () => {
    unique();
    const key = newKey();
    await at.store.commit(proposed(await at.store.load(id), [], key));
    expect((await at.store.load(id, key)).done).toMatchObject({ notices: [] });
  });

  it('announces each notice with its id and link, in order, to subscribers', async () => {
    unique();
    await at.feed.subscribe(id);
    const all = await commit(started(), rest('"}\n'));
    const payloads = await until('two announcements', () => {
      const mine = at.heard.filter(({ meetingId }) => meetingId === id);
      return mine.length >= 2 && mine.map(({ payload }) => JSON.parse(payload) as unknown);
    });
    expect(payloads).toEqual(all.map(({ notice, ...place }) => ({ ...notice, ...place })));
    expect(at.feed.connected).toBe(true);
  });

  it('assigns increasing ids', async () => {
    unique();
    const ids = [];
    for (let i = 0; i < LOG_MAX; i++) {
      if (i === LOG_MAX / 2) at.clock.set(at.clock.now() - 3_600_000);
      ids.push(...(await commit(rest(String(i)))).map((entry) => entry.id));
    }
    expect([...ids].sort(compareRevisions)).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('keeps meetings apart', async () => {
    const first = unique();
    await commit(started());
    unique();
    await commit(rest('elsewhere'));
    expect((await at.store.load(first)).meeting.currentBreak).toBeNull();
  });
});
