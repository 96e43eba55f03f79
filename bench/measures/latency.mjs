import { sleep } from '../processes/launch.mjs';
import { percentile } from '../report/statistics.mjs';
import { onStage } from './stage.mjs';

const WARM_UP = 20;
const BREAKS = 100;
const PAUSE_MS = 10;

/** Latency from the leader's POST until the last member of one meeting has received the bytes. */
export const latency = {
  name: 'latency',
  streams: [1_000],
  figures: {
    p50: { label: 'POST until the last member has it, p50', unit: 'ms', digits: 1 },
    p99: { label: 'the same, p99', unit: 'ms', digits: 1 },
  },
  enters: () => true,
  run: (contestant, { streams, breaks = BREAKS }) =>
    onStage(contestant, {}, async (stage) => {
      await stage.crowd.open(streams, { meeting: 'm' });
      for (let i = 0; i < WARM_UP; i++) await stage.deliver('m');
      const times = [];
      for (let i = 0; i < breaks; i++) {
        times.push(await stage.deliver('m'));
        await sleep(PAUSE_MS);
      }
      return { p50: percentile(times, 50), p99: percentile(times, 99) };
    }),
};
