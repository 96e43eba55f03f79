import { sleep } from '../processes/launch.mjs';
import { onStage } from './stage.mjs';

const WARM_UP = 4;
/**
 * Minimum number of deliveries. With so many, the 10 ms resolution of Linux CPU times is less than 1 % of the
 * figure.
 */
const DELIVERIES = 80_000;
/** Idle time before memory is measured, so that a garbage collector that waits for an idle moment can run. */
const IDLE_MS = 12_000;

/** All streams in one meeting: the cost to open the streams, to hold them, and to send each a break. */
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
  run: (contestant, { streams, deliveries = DELIVERIES, idleMs = IDLE_MS }) =>
    onStage(contestant, {}, async (stage) => {
      // The first stream and break are not counted: their memory is loaded code and the first results of the
      // JIT compiler.
      await stage.crowd.open(1, { meeting: 'm' });
      await stage.deliver('m');
      const before = stage.rss();

      const opening = await stage.cpuOf(() => stage.crowd.open(streams - 1, { meeting: 'm' }));
      await sleep(idleMs);
      const rss = stage.rss() - before;

      const cpu = await deliveryCpu(stage, streams, deliveries);
      return {
        delivery: cpu.server,
        redis: cpu.redis,
        rss: rss / streams,
        open: (opening.server * 1000) / streams,
        rate: (streams * 1000) / opening.result,
      };
    }),
};

/** CPU microseconds of the server and of its Redis to deliver one break to one stream of an open crowd. */
export async function deliveryCpu(stage, streams, deliveries) {
  for (let i = 0; i < WARM_UP; i++) await stage.deliver('m');
  const breaks = Math.max(5, Math.ceil(deliveries / streams));
  const { server, redis } = await stage.cpuOf(async () => {
    for (let i = 0; i < breaks; i++) await stage.deliver('m');
  });
  const each = (ms) => (ms === undefined ? undefined : (ms * 1000) / breaks / streams);
  return { server: each(server), redis: each(redis) };
}
