import type { Graph, Shipped } from './shipped.js';
import type { Shared } from './world/process.js';
import type { Entry } from './world/sim-store.js';

/** What all schedules of one build share: it is dear to make, and no part of what is explored. */
export function share(shipped: Shipped): Shared {
  const config = shipped.loadConfig({});
  const metrics = new shipped.Metrics();
  const memory = new shipped.MemoryLimit();
  const provide = (graph: Graph) =>
    graph
      .provide(shipped.AppConfig, config)
      .provide(shipped.Metrics, metrics)
      .provide(shipped.MemoryLimit, memory);
  const read = (entry: Entry) => {
    if (entry.kind === 'damaged') throw new shipped.StoreUnavailable('an entry of the log cannot be read');
    return entry;
  };
  return { shipped, read, provide };
}
