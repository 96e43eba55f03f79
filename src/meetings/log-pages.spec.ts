import { expect, it } from '@jest/globals';
import { ManualClock } from '../../test/support/manual-clock.js';
import { notStarted } from '../domain/meeting.js';
import type { LogEntry } from '../domain/log-entry.js';
import { noMemberCounts } from '../domain/members.js';
import type { Loaded, MeetingStore } from '../stores/meeting-store.js';
import { LogPages } from './log-pages.js';

/** The log as entries `1-0`, `2-0`, …, of which the first ones are trimmed after the first read. */
function trimmedTo(first: number): MeetingStore {
  const about = {
    event: 'meeting_started',
    meeting_id: 'abc',
    timestamp: '2025-10-17T10:30:00.000Z',
  } as const;
  const entries = Array.from({ length: 100 }, (_, i): LogEntry => {
    return { id: `${i + 1}-0`, prev: `${i}-0`, notice: about };
  });
  let oldest = 1;
  const readLog = (_: string, after: string, limit: number) => {
    const from = Math.max(oldest, Number.parseInt(after) + 1);
    oldest = first;
    return Promise.resolve(entries.slice(from - 1, from - 1 + limit));
  };
  return { readLog } as unknown as MeetingStore;
}

it('a page ends where the log was trimmed while it was read, so that the next one tells of the gap', async () => {
  const clock = new ManualClock();
  const current: Loaded = {
    ...{ meeting: notStarted('abc'), revision: '100-0', counts: noMemberCounts },
    ...{ since: '0-0', readAt: clock.elapsed() },
  };
  const pages = new LogPages(trimmedTo(50), clock);
  const page = await pages.read(current, { after: '0-0', limit: 1_000 });
  expect(page).toMatchObject({ resync: false, cursor: page.events.at(-1)?.id });
  expect(page.events.length).toBeLessThan(50);
  expect(await pages.read(current, { after: page.cursor, limit: 1_000 })).toMatchObject({ resync: true });
});
