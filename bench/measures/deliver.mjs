import { sleep } from '../processes/launch.mjs';
import { onStage } from './stage.mjs';

const WARM_UP = 4;
/** So many deliveries that the 10 ms in which Linux counts CPU are less than a hundredth of what is measured. */
const DELIVERIES = 80_000;
const SETTLE_MS = 2_000;

/** All streams in one meeting: what it costs to open them, to hold them, and to send each a break. */
export const deliver = {
  name: 'deliver',
  streams: [2_000, 10_000],
  figures: {
    delivery: { label: 'server CPU per delivery', unit: 'µs', digits: 1 },
    redis: { label: 'its Redis, per delivery', unit: 'µs', digits: 1 },
    rss: { label: 'memory per idle stream', unit: 'KiB', digits: 1 },
    open: { label: 'server CPU to open a stream', unit: 'µs', digits: 0 },
    rate: { label: 'streams opened per second', unit: '', digits: 0 },
  },
  enters: () => true,
  run: (contestant, { streams, deliveries = DELIVERIES }) =>
    onStage(contestant, {}, async (stage) => {
      // The first stream and break load code and the JIT's first choices, not a stream's memory.
      await stage.crowd.open(1, { meeting: 'm' });
      await stage.deliver('m');
      const before = stage.rss();

      const opening = await stage.cpuOf(() => stage.crowd.open(streams - 1, { meeting: 'm' }));
      await sleep(SETTLE_MS);
      const rss = stage.rss() - before;

      for (let i = 0; i < WARM_UP; i++) await stage.deliver('m');
      const breaks = Math.max(5, Math.ceil(deliveries / streams));
      const sending = await stage.cpuOf(async () => {
        for (let i = 0; i < breaks; i++) await stage.deliver('m');
      });
      const perDelivery = (ms) => (ms === undefined ? undefined : (ms * 1000) / breaks / streams);
      return {
        delivery: perDelivery(sending.server),
        redis: perDelivery(sending.redis),
        rss: rss / streams,
        open: (opening.server * 1000) / streams,
        rate: (streams * 1000) / opening.result,
      };
    }),
};
