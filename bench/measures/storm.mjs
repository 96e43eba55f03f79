import { cursorOf } from '../load/cursor.mjs';
import { sleep } from '../processes/launch.mjs';
import { nextMessage, onStage } from './stage.mjs';

const MISSED = 3;
/** All members reconnect at once; this many connections wait for an answer at the same time. */
const OPENING = 1_000;
const SETTLE_MS = 1_000;

/**
 * A reconnect storm: all members lose their connection, breaks are called meanwhile, and all members
 * reconnect at once with their cursor.
 * Each member must receive every missed break in order. Contestants that cannot resume are measured as well:
 * their members reconnect without the missed breaks.
 */
export const storm = {
  name: 'storm',
  streams: [10_000],
  figures: {
    seconds: { label: 'reconnect storm: all are back after', unit: 's', digits: 2 },
    rate: { label: 'streams resumed per second', unit: '', digits: 0 },
    cpu: { label: 'server CPU to resume a stream', unit: 'µs', digits: 0 },
    commands: { label: 'Redis commands per resumed stream', unit: '', digits: 3 },
  },
  enters: () => true,
  run: (contestant, { streams }) =>
    onStage(contestant, {}, async (stage) => {
      const { crowd, leader, running } = stage;
      await crowd.open(streams, { meeting: 'm' });
      const cursor = contestant.resumes && (await cursorOf(contestant, running.port, leader, 'm'));
      crowd.close();
      await sleep(SETTLE_MS);
      const missed = Array.from({ length: MISSED }, nextMessage);
      for (const message of missed) await leader.rest('m', message);
      await sleep(SETTLE_MS);

      const resuming = contestant.resumes
        ? { cursor, awaited: [...missed, ...(contestant.replayEndsWith ?? [])] }
        : {};
      const before = await stage.redis?.commands();
      const back = await stage.cpuOf(() =>
        crowd.open(streams, { meeting: 'm', opening: OPENING, ...resuming }),
      );
      const after = await stage.redis?.commands();
      // Check that all members are live again and receive the next break.
      await stage.deliver('m');
      return {
        seconds: back.result / 1000,
        rate: (streams * 1000) / back.result,
        cpu: (back.server * 1000) / streams,
        commands: before === undefined ? undefined : (after - before) / streams,
      };
    }),
};
