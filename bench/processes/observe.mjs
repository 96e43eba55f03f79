// Loaded into a Node contestant by `node --expose-gc --import`, only for measures that need it.
// On SIGUSR2 it prints the event-loop delay since the previous signal, and the memory after a garbage
// collection.
import { monitorEventLoopDelay } from 'node:perf_hooks';

const RESOLUTION_MS = 10;
const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
delay.enable();

process.on('SIGUSR2', () => {
  // The histogram holds the time between two ticks; the delay is the part above the resolution.
  const late = (nanoseconds) => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS);
  const loop = { p99: late(delay.percentile(99)), max: late(delay.max) };
  delay.reset();
  globalThis.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  const handles = process.getActiveResourcesInfo().length;
  process.stderr.write(
    `observed ${JSON.stringify({ loop, rssKib: rss / 1024, heapKib: heapUsed / 1024, handles })}\n`,
  );
});
