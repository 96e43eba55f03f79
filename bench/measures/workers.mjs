import { deliveryCpu } from './deliver.mjs';
import { onStage } from './stage.mjs';

const DELIVERIES = 80_000;

/**
 * CPU per delivery with one process, and in total with two processes behind one port (`WORKERS=2`).
 * Both processes share one core here, so the throughput of two cores is computed from the CPU time: it is
 * twice that of one core if sharing costs nothing.
 */
export const workers = {
  name: 'workers',
  streams: [2_000],
  figures: {
    one: { label: 'server CPU per delivery, one worker', unit: 'µs', digits: 1 },
    two: { label: 'the same, two workers together', unit: 'µs', digits: 1 },
    scale: { label: 'what two cores deliver, to one', unit: '×', digits: 2 },
  },
  enters: ({ name }) => name === 'kyukei-redis',
  async run(contestant, { streams, deliveries = DELIVERIES }) {
    const costOf = (count) =>
      onStage(contestant, { workers: count }, async (stage) => {
        await stage.crowd.open(streams, { meeting: 'm' });
        return (await deliveryCpu(stage, streams, deliveries)).server;
      });
    const [one, two] = [await costOf(1), await costOf(2)];
    return { one, two, scale: (2 * one) / two };
  },
};
