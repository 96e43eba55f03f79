import { ask } from '../processes/ask.mjs';
import { sleep } from '../processes/launch.mjs';
import { onStage } from './stage.mjs';

const WATCH_MS = 15_000;

/** Delay of the event loop while all streams are idle, with a heartbeat every 5 s. */
export const loop = {
  name: 'loop',
  streams: [10_000],
  figures: {
    p99: { label: 'event loop late with heartbeats every 5 s, p99', unit: 'ms', digits: 1 },
    max: { label: 'the same, worst', unit: 'ms', digits: 1 },
  },
  enters: ({ ours }) => Boolean(ours),
  run: (contestant, { streams, watchMs = WATCH_MS }) =>
    onStage(contestant, { observed: true }, async (stage) => {
      await stage.crowd.open(streams, { meeting: 'm', query: '&heartbeat=5' });
      // The first answer covers the opening of the streams and is discarded.
      await ask(stage.program);
      await sleep(watchMs);
      return (await ask(stage.program)).loop;
    }),
};
