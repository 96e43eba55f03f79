import type { Command } from '../../../src/domain/commands.js';
import { Listening } from '../rules/listening.js';
import { mix } from '../search/hash.js';
import { Lane } from './lane.js';
import { SimLeader } from './leader.js';
import { SimMember } from './member.js';
import { SimProcess, type Shared } from './process.js';
import { EPOCH, NOBODY, VirtualTime } from './virtual-time.js';
import { MEETING_ID, OLD_COUNTS, SimStore } from './sim-store.js';

export interface Violation {
  readonly rule: string;
  readonly what: string;
}

/**
 * Resolves after all microtasks have run. `process.nextTick` comes after them, and costs no turn of the event
 * loop.
 */
const quiescent = () => new Promise<void>((resolve) => process.nextTick(resolve));

/**
 * Two processes, their store and their clients, in one Node process. Everything happens in {@link step} and
 * {@link pass}.
 */
export class World {
  readonly time = new VirtualTime();
  readonly store: SimStore;
  readonly processes: readonly SimProcess[];
  readonly members: SimMember[] = [];
  readonly leaders: SimLeader[] = [];
  /** The lanes by priority: the first ready lane makes the next step. */
  order: Lane[] = [];
  violation: Violation | undefined;
  /** At the end, all rules must hold for this many milliseconds: at least a round of position checks. */
  lookOnMs = 5_000;
  /** Number of faults that will end by themselves. */
  pendingEnds = 0;
  /** Changes with every fault. */
  struck = 5;
  private readonly lanes: Lane[] = [];
  private readonly snapshots = new Map<string, string>();

  constructor(
    readonly shared: Shared,
    private readonly log?: (line: string) => void,
  ) {
    VirtualTime.current = this.time;
    this.store = new SimStore(shared.shipped, this.time, (payload) => this.announce(payload));
    const isHung = () => this.store.isHung;
    const lanesOf = (index: number) => ({
      answers: this.lane(`p${index} answers`, index),
      inbox: this.lane(`p${index} inbox`, index),
      requests: this.lane(`p${index} requests`, NOBODY, isHung),
      subscriptions: this.lane(`p${index} subscriptions`, NOBODY, isHung),
      reconnects: this.lane(`p${index} reconnects`, index, isHung),
    });
    this.processes = [0, 1].map(
      (index) => new SimProcess(index, lanesOf(index), this.store, this.time, shared),
    );
    this.order = [...this.lanes];
  }

  lane(name: string, owner = NOBODY, isHeld?: () => boolean): Lane {
    const lane = new Lane(name, this.lanes.length, owner, isHeld);
    this.lanes.push(lane);
    return lane;
  }

  addMember(name: string, process: number, cursor?: string): SimMember {
    const member = new SimMember(name, this.actorLane(name), this, process, cursor);
    this.members.push(member);
    return member;
  }

  addLeader(name: string, process: number, ...commands: Command[]): void {
    this.leaders.push(new SimLeader(name, this.actorLane(name), this, process, commands));
  }

  processFor(index: number): SimProcess {
    const { length } = this.processes;
    for (let i = 0; i < length; i++) {
      const process = this.processes[(index + i) % length];
      if (process?.isAlive) return process;
    }
    throw new Error('no process is left');
  }

  listening(name: string): Listening {
    return new Listening(
      this.store,
      (rule, what) => this.violate(rule, `${name}: ${what}`),
      (cursor) => this.expectedState(cursor),
      shownState,
    );
  }

  violate(rule: string, what: string): void {
    this.violation ??= { rule, what };
  }

  tell(line: () => string): void {
    this.log?.(line());
  }

  /** The lane whose turn it is; `undefined` = nothing happens unless time passes. */
  get turn(): Lane | undefined {
    return this.order.find((lane) => lane.isReady);
  }

  /** Runs the first item of a lane. */
  async step(lane: Lane): Promise<void> {
    const item = lane.items.shift();
    if (!item) return;
    this.tell(() => `${lane.name}: ${item.what}`);
    this.time.owner = lane.owner;
    this.noteIn(lane.owner, mix(item.hash, lane.id));
    this.attempt(item.run);
    await this.settle();
  }

  /** Lets time pass up to the next timer. */
  async pass(): Promise<void> {
    const { next, now } = this.time;
    if (!next) throw new Error('nothing is left that could happen');
    if (next.at > now) this.tell(() => `… ${next.at} ms`);
    this.noteIn(next.owner, next.at);
    this.attempt(() => this.time.fire());
    await this.settle();
    if (this.time.now > now) this.members.forEach((member) => member.checkTime(this.time.now));
  }

  later(ms: number, run: () => void): void {
    const { owner } = this.time;
    this.time.owner = NOBODY;
    this.time.after(ms, run);
    this.time.owner = owner;
  }

  /** Calls `end` after `ms`; the schedule is not over before that. */
  endLater(ms: number, end: () => unknown): void {
    this.pendingEnds++;
    this.later(ms, () => {
      this.pendingEnds--;
      end();
    });
  }

  /** Runs work in a process that is not an item of a lane: a fault. */
  async within(process: SimProcess, work: () => void): Promise<void> {
    this.time.owner = process.index;
    this.noteIn(process.index, this.struck);
    this.attempt(work);
    await this.settle();
  }

  async settle(): Promise<void> {
    await quiescent();
    for (let turn = this.time.immediates.shift(); turn; turn = this.time.immediates.shift()) {
      turn();
      await quiescent();
    }
  }

  /** A hash of the world: equal if the same steps happened, in the same order wherever the order matters. */
  fingerprint(seed: number): number {
    let hash = mix(mix(mix(seed, this.store.hash), this.time.now), this.struck);
    for (const process of this.processes) hash = mix(hash, process.hash + (process.isAlive ? 0 : 1));
    for (const member of this.members) hash = mix(hash, member.hash);
    for (const leader of this.leaders) hash = mix(hash, leader.hash);
    hash = mix(hash, this.pendingEnds * 2 + (this.store.isHung ? 1 : 0));
    for (const lane of this.order) {
      hash = mix(hash, lane.id);
      for (const item of lane.items) hash = mix(hash, item.hash);
    }
    return hash;
  }

  /** Reports an uncaught exception of the code under test, which would end a process. */
  private attempt(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.violate('error', `uncaught: ${String(error)}`);
    }
  }

  private noteIn(owner: number, what: number): void {
    this.processes[owner]?.note(mix(what, this.time.now));
  }

  private announce(payload: string): void {
    for (const process of this.processes)
      if (process.isAlive && this.store.subscribers.has(process.index))
        process.hear(payload, mix(this.store.hash, payload.length + process.index));
  }

  private actorLane(name: string): Lane {
    const lane = this.lane(name);
    this.order = [...this.order, lane];
    return lane;
  }

  private expectedState(cursor: string): string {
    let shown = this.snapshots.get(cursor);
    if (shown === undefined) {
      const meeting = this.store.states.get(cursor) ?? this.shared.shipped.notStarted(MEETING_ID);
      const counts = this.shared.shipped.noMemberCounts;
      const at = { meeting, revision: cursor, counts, [OLD_COUNTS]: counts };
      shown = shownState(this.shared.shipped.snapshotOf(at, new Date(EPOCH).toISOString()));
      this.snapshots.set(cursor, shown);
    }
    return shown;
  }
}

/** A `state` without the counts, which are not in the log, and without its time. */
function shownState(state: object): string {
  const said = JSON.parse(JSON.stringify(state)) as Record<string, unknown>;
  const { phase, started_at, working_since, rest, schedule, next_rest_at } = said;
  return JSON.stringify({ phase, started_at, working_since, rest, schedule, next_rest_at });
}
