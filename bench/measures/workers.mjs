import { deliveryCpu } from './deliver.mjs';
import { onStage } from './stage.mjs';

const DELIVERIES = 80_000;

/**
 * What a delivery costs with one process, and in all with two behind one port (`WORKERS=2`). Both run on one core here, so what
 * two cores would deliver is reckoned from the CPU: twice as much, if sharing cost nothing.
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
