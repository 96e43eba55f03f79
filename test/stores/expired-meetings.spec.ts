import { describe, expect, it } from '@jest/globals';
import { MemoryLimit } from '../../src/limits/memory-limit.js';
import { loadConfig } from '../../src/config/app-config.js';
import { MemoryKeys } from '../../src/embedded/memory-keys.js';
import { MemoryMeetingStore } from '../../src/embedded/memory-meeting-store.js';
import { MemoryMemberStore } from '../../src/embedded/memory-member-store.js';
import { MemoryNoticeFeed } from '../../src/embedded/memory-notice-feed.js';
import type { Commit, Loaded } from '../../src/stores/meeting-store.js';
import { StoreUnavailable } from '../../src/stores/store-unavailable.js';
import { evolve } from '../../src/domain/evolve.js';
import type { Notice } from '../../src/domain/notice.js';
import { Cleanup } from '../support/cleanup.js';
import { ManualClock } from '../support/manual-clock.js';

const HOUR_MS = 3_600_000;
const TWO_DAYS_MS = 48 * HOUR_MS;

describe('the embedded store', () => {
  const cleanup = new Cleanup();

  /** A store that has room for `most` meetings. */
  function storeFor(most: number) {
    let [kept, commands] = [0, 0];
    const limit = new (class extends MemoryLimit {
      override hasRoomFor(): boolean {
        return kept < most;
      }
    })();
    cleanup.add(() => limit.onApplicationShutdown());
    const clock = new ManualClock();
    const feed = new MemoryNoticeFeed();
    const keys = new MemoryKeys(clock);
    const members = new (class extends MemoryMemberStore {
      override forget(id: string): void {
        kept--;
        super.forget(id);
      }
    })(keys, feed, limit);
    const store = new MemoryMeetingStore(clock, loadConfig({}), feed, members, keys, limit);
    const timestamp = () => new Date(clock.now()).toISOString();

    const commit = async (id: string, notices: readonly Notice[], more: Partial<Commit> = {}) => {
      const basis: Loaded = await store.load(id);
      const next = notices.reduce(evolve, basis.meeting);
      const key = { name: String(++commands), fingerprint: '', keptSeconds: 60 };
      return store.commit({ basis, next, notices, key, withinMs: 1_000, ...more });
    };
    const of = (id: string) => ({ meeting_id: id, timestamp: timestamp() });
    const start = async (id: string) => {
      const outcome = await commit(id, [{ event: 'meeting_started', ...of(id) }]);
      kept++;
      return outcome;
    };
    return { clock, store, commit, start, of };
  }

  it('deletes expired meetings to accept a command', async () => {
    const { start, clock } = storeFor(1);
    await start('first');
    await expect(start('second')).rejects.toThrow(StoreUnavailable);
    clock.pass(TWO_DAYS_MS);
    expect(await start('second')).toMatchObject({ committed: true });
  });

  it('has room for what ends a break or a meeting, when it has none for more', async () => {
    const { start, commit, of } = storeFor(1);
    const rest: Notice = {
      ...{ event: 'rest_required', ...of('first'), message: 'tea', message_code: 'custom', language: 'en' },
      ...{ rest_id: 'r', duration_seconds: null, ends_at: null },
    };
    const over: Notice = {
      ...{ event: 'rest_ended', ...of('first'), rest_id: 'r', reason: 'leader' },
      ...{ next_rest_at: null, message: 'over' },
    };
    await commit('first', [{ event: 'meeting_started', ...of('first') }, rest]);
    await start('second');
    expect(await commit('first', [over])).toMatchObject({ committed: true });
    await expect(commit('first', [])).rejects.toThrow(StoreUnavailable);
    // Ends nothing, but keeps its key.
    await expect(commit('never started', [])).rejects.toThrow(StoreUnavailable);
  });

  it('has room for what is due and for the end of a meeting, when it has none for more', async () => {
    const { start, commit, of } = storeFor(1);
    await start('first');
    const end: Notice = { event: 'meeting_ended', ...of('first') };
    const again: Notice = { event: 'meeting_started', ...of('first') };
    await expect(commit('first', [again])).rejects.toThrow(StoreUnavailable);
    expect(await commit('first', [again], { overdue: 1 })).toMatchObject({ committed: true });
    expect(await commit('first', [end])).toMatchObject({ committed: true });
  });

  it('keeps the state, and the log an hour longer, from a command without a notice on', async () => {
    const { start, commit, clock, store } = storeFor(2);
    await start('first');
    clock.pass(23 * HOUR_MS);
    await commit('first', []);
    clock.pass(23 * HOUR_MS);
    await start('second');
    const log = () => store.readLogBack('first', `${clock.now()}-0`, 10);
    expect((await store.load('first')).meeting.startedAt).not.toBeNull();
    expect(await log()).toHaveLength(1);
    clock.pass(HOUR_MS);
    expect((await store.load('first')).meeting.startedAt).toBeNull();
    expect(await log()).toHaveLength(1);
    clock.pass(HOUR_MS);
    expect(await log()).toEqual([]);
  });
});
