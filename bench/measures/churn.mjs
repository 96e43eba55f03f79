import { ask } from '../processes/ask.mjs';
import { sleep } from '../processes/launch.mjs';
import { onStage } from './stage.mjs';

const CYCLES = 200_000;
const BATCH = 500;
/** The heap, and its young generation, have found their size by then; what comes later must not grow. */
const WARM_UP_SHARE = 0.25;
/** V8 gives back what it does not use when nothing is asked of it. */
const SETTLE_MS = 12_000;

/** Streams that are opened, become live, and are closed by their client. Memory after a collection must stay where it was. */
export const churn = {
  name: 'churn',
  streams: [CYCLES],
  describe: (cycles) => `${cycles} connects and disconnects`,
  /** As `--streams`, but not all at once. */
  atOnce: BATCH,
  figures: {
    before: { label: 'memory after a quarter of them', unit: 'MiB', digits: 1 },
    after: { label: 'memory after all', unit: 'MiB', digits: 1 },
    growth: { label: 'growth', unit: '%', digits: 1 },
    heap: { label: 'growth of the heap', unit: 'KiB', digits: 0 },
    handles: { label: 'timers and sockets more', unit: '', digits: 0 },
  },
  rounds: 1,
  enters: ({ name }) => name === 'kyukei',
  run: (contestant, { streams: cycles }) =>
    onStage(contestant, { observed: true }, async (stage) => {
      const batches = Math.ceil(cycles / BATCH);
      const warmUp = Math.ceil(batches * WARM_UP_SHARE);
      const turn = async (count) => {
        for (let i = 0; i < count; i++) {
          await stage.crowd.open(Math.min(BATCH, cycles), { meeting: (n) => `m-${n % 50}` });
          stage.crowd.close();
        }
        await sleep(SETTLE_MS);
        // Twice: what the first collection finalizes, the second frees.
        await ask(stage.program);
        return ask(stage.program);
      };
      const before = await turn(warmUp);
      const after = await turn(batches - warmUp);
      return {
        before: before.rssKib / 1024,
        after: after.rssKib / 1024,
        growth: (after.rssKib / before.rssKib - 1) * 100,
        heap: after.heapKib - before.heapKib,
        handles: after.handles - before.handles,
      };
    }),
};
