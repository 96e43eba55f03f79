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
export function simulate(fleet, costs, a) {
  return new Fleet(fleet, costs, a).run();
}

class Fleet {
  idle;
  /** Members that will connect, by the second in which they do. */
  coming;
  offered = 0;

  constructor({ processes, masters, together, sharded, races }, costs, a) {
    Object.assign(this, { together, sharded, races, a, c: toSeconds(costs), day: dayOf(a) });
    this.idle = a.members;
    this.coming = new Float64Array(a.until - a.from + 3600);
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
    for (let t = this.a.from; t < this.a.until; t++) samples.push(this.second(t));
    return { samples, members: this.everybody() };
  }

  second(t) {
    const up = this.processes.filter(({ downUntil }) => downUntil <= t);
    const { join, leave } = this.day.flow(t);
    this.leave(up, leave);
    this.fallAsleep(up, t);
    this.faults(t);
    const alive = this.processes.filter(({ downUntil }) => downUntil <= t);
    const come = this.come(t, join);
    alive.forEach((process) => (process.opening += come / alive.length));
    const present = this.processes.reduce((sum, { streams }) => sum + streams, 0);
    const load = loadOf(this, t, present, alive.length);
    const bytes = alive.reduce((sum, process) => sum + this.serve(process, load, come / alive.length), 0);
    this.masters.forEach((master, i) => this.serveMaster(master, i, load, t));
    return this.sample(t, alive, come, bytes);
  }

  /** Members that come in this second: into a meeting, and back. */
  come(t, join) {
    const joining = Math.min(join, this.idle);
    this.idle -= joining;
    const back = this.coming[t - this.a.from];
    this.coming[t - this.a.from] = 0;
    return joining + back;
  }

  leave(processes, count) {
    const present = processes.reduce((sum, { streams }) => sum + streams, 0);
    if (present > 0) this.idle += this.take(processes, Math.min(1, count / present));
  }

  fallAsleep(processes, t) {
    this.returnAt(t + this.a.sleepSeconds, this.take(processes, this.a.sleepPerHour / 3600));
  }

  faults(t) {
    const { cut, failover, deploys, restartSeconds, settleSeconds } = this.a;
    if (t === cut.at) for (const process of this.processes) this.drop(process, cut.share, t + cut.seconds);
    if (t === failover.at) this.masters[0].downUntil = t + failover.seconds;
    for (const start of deploys) {
      const turn = (t - start) / (restartSeconds + settleSeconds);
      const process = Number.isInteger(turn) ? this.processes[turn] : undefined;
      if (!process || this.processes.length === 1) continue;
      this.drop(process, 1, t);
      Object.assign(process, { downUntil: t + restartSeconds, opened: 0, backlog: 0 });
    }
  }

  /**
   * Ends a share of the streams of a process at `t`. Their clients reconnect over the span that they were
   * sent.
   */
  drop(process, share, t) {
    const { minMs, maxMs } = reconnectSpan(process.streams, this.a.reconnectShare);
    const first = Math.ceil(minMs / 1000);
    const last = Math.ceil(maxMs / 1000);
    const gone = process.streams * share + (share === 1 ? process.opening : 0);
    process.streams -= process.streams * share;
    if (share === 1) process.opening = 0;
    for (let s = first; s <= last; s++) this.returnAt(t + s, gone / (last - first + 1));
  }

  take(processes, share) {
    let taken = 0;
    for (const process of processes) {
      taken += process.streams * share;
      process.streams -= process.streams * share;
    }
    return taken;
  }

  returnAt(t, count) {
    this.coming[t - this.a.from] += count;
  }

  /** Serves the work that waits for a process; returns the bytes that it sends. */
  serve(process, load, came) {
    const { a, c } = this;
    const beats = process.streams / a.heartbeatSeconds;
    const writes = Math.min(came, load.followed);
    const openCost = process.opened < 2_000 ? c.openCold : c.resume;
    process.backlog +=
      load.process + (beats + process.streams / a.commentSeconds) * c.heartbeat + writes * c.presence;
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
    this.offered += writes * c.redisPresence;
    return opened * c.openBytes + load.delivered * c.noticeBytes + beats * c.heartbeatBytes;
  }

  serveMaster(master, i, load, t) {
    const { failover } = this.a;
    const work = (load.masters + this.offered) / this.masters.length + load.eachMaster;
    if (i === this.masters.length - 1) this.offered = 0;
    // Without its master, a meeting is `degraded`: commands are refused, and no other work arrives.
    if (master.downUntil > t) {
      master.backlog = master.use = master.wait = 0;
      return;
    }
    // After a failover, each process reads each meeting that it follows from the new master.
    const isBack = i === 0 && t === failover.at + failover.seconds;
    master.backlog += work + (isBack ? load.reread / this.masters.length : 0);
    const served = Math.min(1, master.backlog);
    master.backlog -= served;
    master.use = served;
    master.wait = master.backlog;
  }

  sample(t, alive, come, bytes) {
    const worst = (list, key) => list.reduce((most, one) => Math.max(most, one[key]), 0);
    const { c } = this;
    const memory = (one) => c.processMib + (one.streams * c.streamKib + one.followed * c.meetingKib) / 1024;
    return {
      t,
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
