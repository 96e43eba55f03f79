import { lacksGenerator, timesToLast } from '../load/generator.mjs';
import { percentile } from '../report/statistics.mjs';
import { onStage } from './stage.mjs';

const WARM_UP = 20;
const BREAKS = 100;
const PAUSE_MS = 10;

/**
 * Latency from the leader's POST until the last member of one meeting has received the bytes. The load
 * generator is in C: one in Node needs as long to read the frames as the servers to write them, and the last
 * member waits for both.
 */
export const latency = {
  name: 'latency',
  streams: [1_000, 10_000],
  figures: {
    p50: { label: 'POST until the last member has it, p50', unit: 'ms', digits: 1 },
    p99: { label: 'the same, p99', unit: 'ms', digits: 1 },
  },
  lacks: lacksGenerator,
  enters: () => true,
  run: (contestant, { streams, breaks = BREAKS }) =>
    onStage(contestant, {}, async ({ running: { port } }) => {
      const times = await timesToLast(contestant, {
        port,
        streams,
        breaks: WARM_UP + breaks,
        pauseMs: PAUSE_MS,
      });
      return { p50: percentile(times.slice(WARM_UP), 50), p99: percentile(times.slice(WARM_UP), 99) };
    }),
};
