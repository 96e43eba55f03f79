import type { LoggedNotice } from '../../src/domain/notice.js';
import type { Graph, Shipped } from './shipped.js';
import type { EntryReader } from './world/ports.js';
import type { Shared } from './world/process.js';
import { MEETING_ID, type Entry } from './world/sim-store.js';

/**
 * Makes the objects that all schedules of a build share. They take long to make, and have no state that is
 * explored.
 */
export async function share(shipped: Shipped): Promise<Shared> {
  const config = shipped.loadConfig({});
  const metrics = new shipped.Metrics();
  const memory = new shipped.MemoryLimit();
  const provide = (graph: Graph) =>
    graph
      .provide(shipped.AppConfig, config)
      .provide(shipped.Metrics, metrics)
      .provide(shipped.MemoryLimit, memory);
  return { shipped, read: await readerOf(shipped), provide };
}

const READER = 'log-entry.js';

/**
 * The function by which the build under test reads a log entry. Builds before 0.2.0 accepted every JSON as a
 * notice, and failed on any other text.
 */
async function readerOf({ has, module, StoreUnavailable }: Shipped): Promise<EntryReader> {
  if (has(READER)) {
    const { entryOf } = await module<{
      entryOf: (id: string, entry: Entry, value: unknown) => LoggedNotice;
    }>(READER);
    return (entry) => entryOf(MEETING_ID, entry, entry.kind === 'damaged' ? undefined : entry.notice);
  }
  return (entry) => {
    if (entry.kind === 'damaged') throw new StoreUnavailable('an entry of the log cannot be read');
    return entry;
  };
}
