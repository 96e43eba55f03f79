import { Crowd } from '../load/crowd.mjs';
import { Leader } from '../load/leader.mjs';
import { cpuMs, rssKib } from '../processes/usage.mjs';

/**
 * Runs `play` with a running contestant, a leader and a crowd, and stops them all when `play` ends or fails.
 * @template T
 * @param {import('../contestants/contestant.mjs').Contestant} contestant
 * @param {{ observed?: boolean, cgroup?: object }} how
 * @param {(stage: Stage) => Promise<T>} play
 * @returns {Promise<T>}
 */
export async function onStage(contestant, how, play) {
  const running = await contestant.start(how);
  const stage = new Stage(contestant, running, await Leader.of(contestant, running.port));
  try {
    return await play(stage);
  } catch (error) {
    throw new Error(`${error.message}\n${running.program.printed}`.trim(), { cause: error });
  } finally {
    stage.crowd.close();
    stage.leader.close();
    await running.stop();
  }
}

let breaks = 0;

class Stage {
  constructor(contestant, running, leader) {
    this.contestant = contestant;
    this.running = running;
    this.program = running.program;
    this.redis = running.redis;
    this.leader = leader;
    this.crowd = new Crowd(contestant, running.port);
  }

  /** CPU milliseconds of the server and of its Redis while `work` runs. */
  async cpuOf(work) {
    const pids = [this.program.pid, this.redis?.pid];
    const before = pids.map((pid) => (pid ? cpuMs(pid) : 0));
    const result = await work();
    const [server, redis] = pids.map((pid, i) => (pid ? cpuMs(pid) - before[i] : undefined));
    return { server, redis, result };
  }

  rss() {
    return rssKib(this.program.pid);
  }

  /**
   * Calls a break; resolves with the ms from the POST until the last member of the crowd has received the
   * break.
   */
  async deliver(meeting, crowd = this.crowd) {
    const message = nextMessage();
    const heard = crowd.hear(message);
    const begun = performance.now();
    const [last] = await Promise.all([heard, this.leader.rest(meeting, message)]);
    return last - begun;
  }
}

/** A new message for each break, always of the same length, so that all breaks have the same size. */
export function nextMessage() {
  return `break-${String(++breaks).padStart(8, '0')}-${Math.random().toString(36).slice(2, 10).padEnd(8, '0')}`;
}
