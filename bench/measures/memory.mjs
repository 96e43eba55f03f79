import { cannotLimitMemory, limitMemory } from '../processes/cgroup.mjs';
import { sleep } from '../processes/launch.mjs';
import { onStage } from './stage.mjs';

const HOLD_MS = 30_000;
const LIMIT_BYTES = 512 * 1024 * 1024;

/**
 * Memory with many open streams, a heartbeat every 5 s and a few breaks, while the kernel limits the process
 * to 512 MiB.
 */
export const memory = {
  name: 'memory',
  streams: [12_000],
  figures: {
    rss: { label: 'memory of the process', unit: 'MiB', digits: 0 },
    peak: { label: 'peak of its cgroup', unit: 'MiB', digits: 0 },
  },
  rounds: 1,
  lacks: cannotLimitMemory,
  enters: ({ ours }) => Boolean(ours),
  async run(contestant, { streams, holdMs = HOLD_MS }) {
    const cgroup = limitMemory(LIMIT_BYTES);
    try {
      return await onStage(contestant, { cgroup }, async (stage) => {
        await stage.crowd.open(streams, { meeting: 'm', query: '&heartbeat=5' });
        for (let i = 0; i < 6; i++) {
          await sleep(holdMs / 6);
          await stage.deliver('m');
        }
        return { rss: stage.rss() / 1024, peak: cgroup.peakKib() / 1024 };
      });
    } finally {
      cgroup.remove();
    }
  },
};
