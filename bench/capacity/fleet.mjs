import { reconnectSpan } from '../../dist/events/frames/reconnect-span.js';
import { dayOf } from './day.mjs';
import { loadOf } from './load.mjs';

/**
 * Runs the day through a fleet, second by second. Members and work are amounts, not individuals: events that
 * are random in reality are spread evenly here. A process and a master have one core each, and serve all
 * waiting work in equal shares.
 *
 * @param {object} fleet `processes`, `masters`, and a variant: `together`, `sharded`, `races`.
 * @returns a sample for each second, and the members that are left over (none, if the model is right).
 */
export function simulate(fleet, costs, assumptions) {
  return new Fleet(fleet, costs, assumptions).run();
}

class Fleet {
  idle;
  /** Members that will connect, by the second in which they do. */
  coming;
  offered = 0;

  constructor({ processes, masters, together, sharded, races }, costs, assumptions) {
    Object.assign(this, {
      together,
      sharded,
      races,
      assumptions,
      costs: toSeconds(costs),
      day: dayOf(assumptions),
    });
    this.idle = assumptions.members;
    this.coming = new Float64Array(assumptions.until - assumptions.from + 3600);
    this.processes = Array.from({ length: processes }, () => ({
      streams: 0, // open
      opening: 0, // connected, and not answered yet
      backlog: 0, // seconds of other work that waits
      opened: 0, // since its start
      downUntil: 0,
      use: 0,
      wait: 0,
      followed: 0,
    }));
    this.masters = Array.from({ length: masters }, () => ({
      backlog: 0,
      downUntil: 0,
      use: 0,
      wait: 0,
    }));
  }

  run() {
    const samples = [];
    for (let time = this.assumptions.from; time < this.assumptions.until; time++)
      samples.push(this.second(time));
    return { samples, members: this.everybody() };
  }

  second(time) {
    const up = this.processes.filter(({ downUntil }) => downUntil <= time);
    const { join, leave } = this.day.flow(time);
    this.leave(up, leave);
    this.fallAsleep(up, time);
    this.faults(time);
    const alive = this.processes.filter(({ downUntil }) => downUntil <= time);
    const come = this.come(time, join);
    alive.forEach((process) => (process.opening += come / alive.length));
    const present = this.processes.reduce((sum, { streams }) => sum + streams, 0);
    const load = loadOf(this, time, present, alive.length);
    const bytes = alive.reduce((sum, process) => sum + this.serve(process, load, come / alive.length), 0);
    this.masters.forEach((master, i) => this.serveMaster(master, i, load, time));
    return this.sample(time, alive, come, bytes);
  }

  /** Members that come in this second: into a meeting, and back. */
  come(time, join) {
    const joining = Math.min(join, this.idle);
    this.idle -= joining;
    const back = this.coming[time - this.assumptions.from];
    this.coming[time - this.assumptions.from] = 0;
    return joining + back;
  }

  leave(processes, count) {
    const present = processes.reduce((sum, { streams }) => sum + streams, 0);
    if (present > 0) this.idle += this.take(processes, Math.min(1, count / present));
  }

  fallAsleep(processes, time) {
    this.returnAt(
      time + this.assumptions.sleepSeconds,
      this.take(processes, this.assumptions.sleepPerHour / 3600),
    );
  }

  faults(time) {
    const { cut, failover, deploys, restartSeconds, settleSeconds } = this.assumptions;
    if (time === cut.at)
      for (const process of this.processes) this.drop(process, cut.share, time + cut.seconds);
    if (time === failover.at) this.masters[0].downUntil = time + failover.seconds;
    for (const start of deploys) {
      const turn = (time - start) / (restartSeconds + settleSeconds);
      const process = Number.isInteger(turn) ? this.processes[turn] : undefined;
      if (!process || this.processes.length === 1) continue;
      this.drop(process, 1, time);
      Object.assign(process, { downUntil: time + restartSeconds, opened: 0, backlog: 0 });
    }
  }

  /**
   * Ends a share of the streams of a process at `time`. Their clients reconnect over the span that they were
   * sent.
   */
  drop(process, share, time) {
    const { minMs, maxMs } = reconnectSpan(process.streams, this.assumptions.reconnectShare);
    const first = Math.ceil(minMs / 1000);
    const last = Math.ceil(maxMs / 1000);
    const gone = process.streams * share + (share === 1 ? process.opening : 0);
    process.streams -= process.streams * share;
    if (share === 1) process.opening = 0;
    for (let s = first; s <= last; s++) this.returnAt(time + s, gone / (last - first + 1));
  }

  take(processes, share) {
    let taken = 0;
    for (const process of processes) {
      taken += process.streams * share;
      process.streams -= process.streams * share;
    }
    return taken;
  }

  returnAt(time, count) {
    this.coming[time - this.assumptions.from] += count;
  }

  /** Serves the work that waits for a process; returns the bytes that it sends. */
  serve(process, load, came) {
    const { assumptions, costs } = this;
    const beats = process.streams / assumptions.heartbeatSeconds;
    const writes = Math.min(came, load.followed);
    const openCost = process.opened < 2_000 ? costs.openCold : costs.resume;
    process.backlog +=
      load.process +
      (beats + process.streams / assumptions.commentSeconds) * costs.heartbeat +
      writes * costs.presence;
    const waiting = process.backlog + process.opening * openCost;
    const served = waiting > 1 ? 1 / waiting : 1;
    const opened = process.opening * served;
    process.backlog -= process.backlog * served;
    process.opening -= opened;
    process.streams += opened;
    process.opened += opened;
    process.use = Math.min(1, waiting);
    process.wait = Math.max(0, waiting - 1);
    process.followed = load.followed;
    this.offered += writes * costs.redisPresence;
    return opened * costs.openBytes + load.delivered * costs.noticeBytes + beats * costs.heartbeatBytes;
  }

  serveMaster(master, i, load, time) {
    const { failover } = this.assumptions;
    const work = (load.masters + this.offered) / this.masters.length + load.eachMaster;
    if (i === this.masters.length - 1) this.offered = 0;
    // Without its master, a meeting is `degraded`: commands are refused, and no other work arrives.
    if (master.downUntil > time) {
      master.backlog = master.use = master.wait = 0;
      return;
    }
    // After a failover, each process reads each meeting that it follows from the new master.
    const isBack = i === 0 && time === failover.at + failover.seconds;
    master.backlog += work + (isBack ? load.reread / this.masters.length : 0);
    const served = Math.min(1, master.backlog);
    master.backlog -= served;
    master.use = served;
    master.wait = master.backlog;
  }

  sample(time, alive, come, bytes) {
    const worst = (list, key) => list.reduce((most, one) => Math.max(most, one[key]), 0);
    const { costs } = this;
    const memory = (one) =>
      costs.processMib + (one.streams * costs.streamKib + one.followed * costs.meetingKib) / 1024;
    return {
      time,
      come,
      bytes,
      open: this.processes.reduce((sum, { streams }) => sum + streams, 0),
      opening: this.processes.reduce((sum, { opening }) => sum + opening, 0),
      least: this.processes.reduce(
        (least, one) => Math.min(least, one.streams, one.opening, one.backlog),
        this.idle,
      ),
      processUse: worst(alive, 'use'),
      processWait: worst(alive, 'wait'),
      masterUse: worst(this.masters, 'use'),
      masterWait: worst(this.masters, 'wait'),
      memoryMib: alive.reduce((most, one) => Math.max(most, memory(one)), 0),
    };
  }

  everybody() {
    const connected = this.processes.reduce((sum, { streams, opening }) => sum + streams + opening, 0);
    return this.idle + connected + this.coming.reduce((sum, count) => sum + count, 0);
  }
}

/** Converts the costs from microseconds to seconds. */
function toSeconds(costs) {
  return Object.fromEntries(
    Object.entries(costs).map(([name, { value, unit }]) => [name, unit === 'µs' ? value / 1e6 : value]),
  );
}
