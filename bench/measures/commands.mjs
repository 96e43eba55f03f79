import { Leader } from '../load/leader.mjs';
import { percentile } from '../report/statistics.mjs';
import { nextMessage, onStage } from './stage.mjs';

const LEADERS = 50;
const MEETINGS = 1_000;
const WARM_UP = 2_000;
const COMMANDS = 10_000;

/**
 * The cost of a command alone: many leaders call breaks in many meetings at the same time, and no member
 * listens.
 */
export const commands = {
  name: 'commands',
  streams: [0],
  describe: () => `${LEADERS} leaders`,
  figures: {
    rate: { label: '`rest` per second, 1,000 meetings', unit: '', digits: 0 },
    p99: { label: 'the same, p99', unit: 'ms', digits: 1 },
    cpu: { label: 'server CPU per `rest`', unit: 'µs', digits: 0 },
    redis: { label: 'its Redis, per `rest`', unit: 'µs', digits: 0 },
  },
  enters: ({ name }) => ['kyukei', 'kyukei-redis', 'stock-nest', 'fastapi'].includes(name),
  run: (contestant, { commands = COMMANDS }) =>
    onStage(contestant, {}, async (stage) => {
      await callBreaks(stage, Math.min(WARM_UP, commands));
      const begun = performance.now();
      const { server, redis, result } = await stage.cpuOf(() => callBreaks(stage, commands));
      const ms = performance.now() - begun;
      return {
        rate: (commands * 1000) / ms,
        p99: percentile(result, 99),
        cpu: (server * 1000) / commands,
        redis: redis && (redis * 1000) / commands,
      };
    }),
};

/** Calls `count` breaks, by several leaders at a time; resolves with the duration of each call in ms. */
export async function callBreaks(
  { contestant, running },
  count,
  { meetings = MEETINGS, leadersAtOnce = LEADERS } = {},
) {
  const leaders = await Promise.all(
    Array.from({ length: leadersAtOnce }, () => Leader.of(contestant, running.port)),
  );
  try {
    return await call(leaders, count, meetings);
  } finally {
    leaders.forEach((leader) => leader.close());
  }
}

/**
 * Each leader calls its next break when the previous one is answered. Resolves with the duration of each call
 * in ms.
 */
async function call(leaders, count, meetings) {
  const times = [];
  let called = 0;
  await Promise.all(
    leaders.map(async (leader) => {
      while (called < count) {
        const meeting = `m-${called++ % meetings}`;
        const begun = performance.now();
        await leader.rest(meeting, nextMessage());
        times.push(performance.now() - begun);
      }
    }),
  );
  return times;
}
