import { Logger } from '@nestjs/common';
import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { NEVER, Subject } from 'rxjs';
import { ManualClock } from '../../../test/support/manual-clock.js';
import type { MemberStore, MembersHere } from '../../stores/member-store.js';
import { MemoryNoticeFeed } from '../../embedded/memory-notice-feed.js';
import { Presence } from './presence.js';

interface Write extends MembersHere {
  readonly done: (isShared?: boolean) => void;
  readonly failed: () => void;
}

/**
 * A store that answers a write when the test says so. A double, because no real store can be made to fail so
 * late.
 */
class SlowStore {
  readonly countsLost = NEVER;
  readonly processGone = new Subject<void>();
  readonly writes: Write[] = [];

  countMembers(_: string, here: MembersHere): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const done = (isShared = false) => resolve(isShared);
      this.writes.push({ ...here, done, failed: () => reject(new Error('no answer')) });
    });
  }
}

describe('presence', () => {
  let clock: ManualClock;
  let store: SlowStore;
  let presence: Presence;
  let warned: jest.Spied<typeof Logger.prototype.warn>;

  beforeEach(() => {
    jest.restoreAllMocks();
    warned = jest.spyOn(Logger.prototype, 'warn').mockReturnValue();
    clock = new ManualClock();
    store = new SlowStore();
    presence = new Presence(store as unknown as MemberStore, clock, new MemoryNoticeFeed());
    presence.onModuleInit();
  });

  const last = () => store.writes.at(-1);
  /** Lets the callers receive the answers. */
  const heard = () => new Promise<void>((resolve) => setImmediate(resolve));
  const answer = async (write: Write | undefined = last()) => {
    write?.done();
    await heard();
  };

  it('tells the store that nobody is here until it has confirmed, however late a call fails', async () => {
    presence.change('abc', 1, 'ann');
    await answer();
    presence.change('abc', -1, 'ann');
    clock.pass(1_000);
    expect(last()).toMatchObject({ anonymous: 0, clients: [] });
    clock.pass(30_000);
    expect(store.writes).toHaveLength(2);
    last()?.failed();
    await heard();
    clock.pass(1_000);
    expect(store.writes).toHaveLength(3);
    expect(last()).toMatchObject({ anonymous: 0, clients: [] });
  });

  it('says once why the store cannot count members although it answers', async () => {
    presence.change('abc', 1, 'ann');
    for (let times = 0; times < 3; times++) {
      last()?.failed();
      await heard();
      clock.pass(1_000);
    }
    expect(warned.mock.calls).toEqual([['meeting abc: its members cannot be counted: Error: no answer']]);
  });

  it('repeats that after 10 s for a store that lost it, and then stops', async () => {
    presence.change('abc', 1, undefined);
    await answer();
    presence.change('abc', -1, undefined);
    clock.pass(1_000);
    await answer();
    clock.pass(10_000);
    expect(store.writes).toHaveLength(3);
    await answer();
    clock.pass(60_000);
    expect(store.writes).toHaveLength(3);
  });

  it('refreshes unchanged counts every 10 s, even when the clock is set back', async () => {
    presence.change('abc', 1, undefined);
    await answer();
    clock.set(clock.now() - 3_600_000);
    for (const times of [2, 3]) {
      clock.pass(10_000);
      expect(store.writes).toHaveLength(times);
      await answer();
    }
  });

  it('is counted once per client, whatever its streams, and sends no names to the store', async () => {
    for (const client of ['ann', 'ann', 'ben', undefined]) presence.change('abc', 1, client);
    await answer();
    clock.pass(1_000);
    expect(last()).toMatchObject({
      anonymous: 1,
      clients: [expect.stringMatching(/^[0-9a-f]{24}$/), expect.any(String)],
    });
    await answer();
    presence.change('abc', -1, 'ann');
    clock.pass(1_000);
    expect(last()?.clients).toHaveLength(2);
    await answer();
    presence.change('abc', -1, 'ann');
    clock.pass(1_000);
    expect(last()?.clients).toHaveLength(1);
  });

  it('reports clients again that another process also counted, when that process is gone', async () => {
    presence.change('abc', 1, 'ann');
    store.writes[0]?.done(true);
    presence.change('other', 1, 'ben');
    await answer();
    store.processGone.next();
    clock.pass(1_000);
    expect(store.writes).toHaveLength(3);
    expect(last()?.clients).toEqual(store.writes[0]?.clients);
  });
});
