import { Crowd } from '../load/crowd.mjs';
import { onStage } from './stage.mjs';

const MEMBERS = 100;
const WARM_UP = 100;
const BREAKS = 200;

/**
 * The cost of a break in a meeting of 100 members while the process serves other meetings with one member
 * each. Kyukei only.
 */
export const neighbours = {
  name: 'neighbours',
  streams: [1, 1_000, 5_000],
  figures: {
    cost: { label: 'server CPU of a break for 100 members', unit: 'µs', digits: 0 },
  },
  describe: (streams) => `${streams} other meeting${streams === 1 ? '' : 's'}`,
  enters: ({ ours }) => Boolean(ours),
  run: (contestant, { streams, breaks = BREAKS }) =>
    onStage(contestant, {}, async (stage) => {
      const others = new Crowd(contestant, stage.running.port);
      try {
        await others.open(streams, { meeting: (n) => `other-${n}` });
        await stage.crowd.open(MEMBERS, { meeting: 'm' });
        for (let i = 0; i < WARM_UP; i++) await stage.deliver('m');
        const { server } = await stage.cpuOf(async () => {
          for (let i = 0; i < breaks; i++) await stage.deliver('m');
        });
        return { cost: (server * 1000) / breaks };
      } finally {
        others.close();
      }
    }),
};
