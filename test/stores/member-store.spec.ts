import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { IdempotencyKeyReused, keyFor } from '../../src/stores/command-key.js';
import { noMemberCounts } from '../../src/domain/members.js';
import { MAX_CLIENTS, type Ack } from '../../src/stores/member-store.js';
import { Cleanup } from '../support/cleanup.js';
import { storeKinds, type StoreHarness } from '../support/store-harness.js';
import { until } from '../support/until.js';

const at = '2025-10-17T10:30:00.000Z';
const first = { breakId: 'first', startedAt: '2025-10-17T10:30:00.000Z' };
const second = { breakId: 'second', startedAt: '2025-10-17T11:30:00.000Z' };
/** The revision at which each of these breaks was the last one, and each stretch of work the current one. */
const seenAt: Record<string, string> = {
  first: '9-10',
  second: '10-2',
  [at]: '9-10',
  [second.startedAt]: '10-2',
};

/** The contract of `MemberStore`, for each implementation. */
describe.each(Object.entries(storeKinds))('MemberStore, %s', (_, make) => {
  const cleanup = new Cleanup('after all tests');
  let store: StoreHarness;
  let id: string;
  let meetings = 0;

  beforeAll(async () => (store = await make(cleanup, { logMaxNotices: 8 })));

  const unique = () => (id = `meeting-${++meetings}`);
  const ack = (client: string, status: Ack['status'], more: Partial<Ack> = {}) =>
    store.members.ack({
      id,
      round: first,
      seenAt: seenAt[(more.round ?? first).breakId] ?? '',
      client,
      status,
      at,
      ...more,
    });
  const request = (client: string, stretch = at, more = {}) =>
    store.members.request({
      ...{ id, kind: 'break', round: stretch, seenAt: seenAt[stretch] ?? '', client },
      ...more,
    });
  const counts = async () => (await store.store.load(id)).counts;
  const roster = async (breakId = 'first') =>
    [...(await store.members.roster(id, breakId))].sort((a, b) => a.id.localeCompare(b.id));

  it('counts nobody in an unknown meeting', async () => {
    unique();
    expect(await counts()).toEqual(noMemberCounts);
    expect(await roster()).toEqual([]);
  });

  it('counts each client once, in its last state, and returns that at each load', async () => {
    unique();
    await ack('a', 'seen');
    await ack('b', 'seen');
    await ack('b', 'away');
    const counted = await ack('a', 'seen');
    expect(counted).toMatchObject({ breakId: 'first', seen: 1, away: 1, back: 0 });
    expect(await counts()).toEqual(counted);
  });

  it('does not let a late or repeated "seen" replace an answer', async () => {
    unique();
    await ack('a', 'away');
    await ack('b', 'back');
    await ack('a', 'seen', { name: 'Ann', at: second.startedAt });
    expect(await ack('b', 'seen', { at: second.startedAt })).toMatchObject({ seen: 0, away: 1, back: 1 });
    expect(await roster()).toEqual([
      { id: 'a', name: 'Ann', status: 'away', at },
      { id: 'b', name: null, status: 'back', at },
    ]);
  });

  it('keeps names as they were sent, and earlier ones', async () => {
    unique();
    await ack('a', 'seen', { name: '田中 "☕" {}' });
    await ack('b', 'seen');
    await ack('a', 'back', { at: second.startedAt });
    expect(await roster()).toEqual([
      { id: 'a', name: '田中 "☕" {}', status: 'back', at: second.startedAt },
      { id: 'b', name: null, status: 'seen', at },
    ]);
  });

  it('removes a name when an empty one is sent', async () => {
    unique();
    await ack('a', 'seen', { name: '=Ann' });
    expect(await roster()).toMatchObject([{ name: '=Ann' }]);
    await ack('a', 'away', { name: '' });
    await ack('a', 'back');
    expect(await roster()).toMatchObject([{ name: null, status: 'back' }]);
  });

  it('starts again with the next break, and ignores answers to the previous one', async () => {
    unique();
    await ack('a', 'back');
    expect(await ack('b', 'seen', { round: second })).toMatchObject({ breakId: 'second', seen: 1, back: 0 });
    expect(await ack('a', 'back')).toBe('stale');
    expect(await counts()).toMatchObject({ breakId: 'second', seen: 1, back: 0 });
    expect(await roster('first')).toEqual([]);
    expect(await roster('second')).toHaveLength(1);
  });

  it('orders by the log, whatever clocks say', async () => {
    unique();
    // The clock was set back between the two breaks.
    await ack('a', 'back', { round: second, seenAt: '9-9' });
    expect(await ack('b', 'seen', { seenAt: '9-10' })).toMatchObject({ breakId: 'first', seen: 1, back: 0 });
    expect(await ack('a', 'back', { round: second, seenAt: '9-9' })).toBe('stale');
    await request('a', second.startedAt, { seenAt: '9-9' });
    expect(await request('b', at, { seenAt: '9-10' })).toMatchObject({
      asked: { break: { round: at, count: 1 } },
    });
    expect(await request('c', second.startedAt, { seenAt: '9-9' })).toBe('stale');
  });

  it('stores only the allowed number of clients, and still updates those it has', async () => {
    unique();
    const clients = Array.from({ length: MAX_CLIENTS }, (_, i) => `client ${i}`);
    await Promise.all(clients.map((client) => ack(client, 'seen')));
    expect(await ack('one more', 'seen')).toBe('full');
    expect(await ack('client 7', 'back')).toMatchObject({ seen: MAX_CLIENTS - 1, back: 1 });
  });

  it("counts a client's break request once in a stretch of work", async () => {
    unique();
    await request('a');
    await request('b');
    expect(await request('a')).toMatchObject({ asked: { break: { round: at, count: 2 } } });
    expect(await request('a', second.startedAt)).toMatchObject({
      asked: { break: { round: second.startedAt, count: 1 } },
    });
    expect(await request('c')).toBe('stale');
  });

  it('counts only the allowed number of break requests', async () => {
    unique();
    const clients = Array.from({ length: MAX_CLIENTS + 5 }, (_, i) => `client ${i}`);
    await Promise.all(clients.map((client) => request(client)));
    expect(await counts()).toMatchObject({ asked: { break: { count: MAX_CLIENTS } } });
  });

  it('applies a repeated idempotency key once, and returns the same answer', async () => {
    unique();
    const key = keyFor({ type: 'ack', status: 'away' }, randomUUID());
    const away = await ack('a', 'away', { key });
    await ack('a', 'back');
    expect(await ack('a', 'away', { key })).toEqual(away);
    expect(await counts()).toMatchObject({ away: 0, back: 1 });
    const other = { key: { ...key, fingerprint: 'other' } };
    await expect(ack('a', 'seen', other)).rejects.toThrow(IdempotencyKeyReused);
    await expect(request('a', at, other)).rejects.toThrow(IdempotencyKeyReused);
    expect(await store.members.done(id, key)).toEqual(away);
    expect(await store.members.done(id, keyFor({}, randomUUID()))).toBeUndefined();
    await expect(store.members.done(id, other.key)).rejects.toThrow(IdempotencyKeyReused);

    const asked = keyFor({ type: 'request' }, randomUUID());
    const once = await request('a', at, { key: asked });
    await request('b');
    expect(await request('a', at, { key: asked })).toEqual(once);
  });

  /** Any text does as the digest of a client here. */
  const digests = (...names: number[]) => names.map((name) => String(name).padStart(24, '0'));
  const count = (anonymous: number, ...clients: number[]) =>
    store.members.countMembers(id, { anonymous, clients: digests(...clients) });

  it('counts clients, and streams without a client id, and removes both when they leave', async () => {
    unique();
    await count(3, 1, 2);
    await count(3, 1);
    expect(await counts()).toMatchObject({ connected: 4, named: 1 });
    await count(0);
    expect(await counts()).toEqual(noMemberCounts);
  });

  it('counts them even above the number of clients that it stores', async () => {
    unique();
    const many = Array.from({ length: MAX_CLIENTS + 5 }, (_, i) => i);
    await count(1, ...many);
    expect(await counts()).toMatchObject({ connected: MAX_CLIENTS + 6, named: MAX_CLIENTS + 5 });
  });

  it('notifies watchers of changes', async () => {
    unique();
    const changed: string[] = [];
    const heard = store.feed.memberChanges.subscribe((meeting) => changed.push(meeting));
    store.feed.watchMembers(id);
    const tells = async (act: () => Promise<unknown>) => {
      changed.length = 0;
      await until('the change to be told', async () => {
        await act();
        return changed.includes(id);
      });
    };
    let streams = 0;
    let clients = 0;
    await tells(() => count(++streams));
    await tells(() => ack('a', 'seen'));
    await tells(() => request(`client ${++clients}`));
    store.feed.unwatchMembers(id);
    heard.unsubscribe();
  });
});
