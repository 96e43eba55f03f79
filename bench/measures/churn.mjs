import { ask } from '../processes/ask.mjs';
import { sleep } from '../processes/launch.mjs';
import { onStage } from './stage.mjs';

const CYCLES = 200_000;
const BATCH = 500;
/**
 * Share of the cycles that warm up the process. The heap and its young generation then have their size and
 * must not grow.
 */
const WARM_UP_SHARE = 0.25;
/** Idle time before each measurement: V8 returns unused memory only while the process is idle. */
const SETTLE_MS = 12_000;

/**
 * Streams that are opened, become live and are closed by their client. Memory after a collection must stay
 * constant.
 */
export const churn = {
  name: 'churn',
  streams: [CYCLES],
  describe: (cycles) => `${cycles} connects and disconnects`,
  /** The number of streams open at the same time; `streams` is the number of cycles. */
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
        // Two collections: the second frees the objects that the first one finalized.
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
