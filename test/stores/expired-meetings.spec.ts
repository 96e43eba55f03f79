import { describe, expect, it } from '@jest/globals';
import { MemoryLimit } from '../../src/limits/memory-limit.js';
import { loadConfig } from '../../src/config/app-config.js';
import { MemoryKeys } from '../../src/embedded/memory-keys.js';
import { MemoryMeetingStore } from '../../src/embedded/memory-meeting-store.js';
import { MemoryMemberStore } from '../../src/embedded/memory-member-store.js';
import { MemoryNoticeFeed } from '../../src/embedded/memory-notice-feed.js';
import { StoreUnavailable } from '../../src/stores/store-unavailable.js';
import { evolve } from '../../src/domain/evolve.js';
import type { Notice } from '../../src/domain/notice.js';
import { Cleanup } from '../support/cleanup.js';
import { ManualClock } from '../support/manual-clock.js';

const TWO_DAYS_MS = 2 * 86_400_000;

describe('the embedded store when meetings fill the memory', () => {
  const cleanup = new Cleanup();

  it('deletes expired meetings to accept a command', async () => {
    let kept = 0;
    const limit = new (class extends MemoryLimit {
      override hasRoomFor(): boolean {
        return kept === 0;
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

    const start = async (id: string) => {
      const basis = await store.load(id);
      const notice: Notice = {
        event: 'meeting_started',
        meeting_id: id,
        timestamp: new Date(clock.now()).toISOString(),
      };
      const key = { name: id, fingerprint: '', keptSeconds: 60 };
      const next = evolve(basis.meeting, notice);
      const outcome = await store.commit({ basis, next, notices: [notice], key, withinMs: 1000 });
      kept++;
      return outcome;
    };

    await start('first');
    await expect(start('second')).rejects.toThrow(StoreUnavailable);
    clock.pass(TWO_DAYS_MS);
    expect(await start('second')).toMatchObject({ committed: true });
  });
});
