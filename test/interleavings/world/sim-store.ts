import type { Commit, CommitOutcome, Loaded } from '../../../src/stores/meeting-store.js';
import type { Done } from '../../../src/stores/command-key.js';
import type { Command } from '../../../src/domain/commands.js';
import type { Meeting } from '../../../src/domain/meeting.js';
import type { LastCommand } from '../../../src/domain/undo.js';
import type { Notice } from '../../../src/domain/notice.js';
import { mix } from '../search/hash.js';
import type { Shipped } from '../shipped.js';
import { EPOCH, type VirtualTime } from './virtual-time.js';

/** An entry of the log. `damaged`: it cannot be read as a notice. */
export interface Entry {
  readonly id: string;
  readonly prev: string;
  readonly notice: Notice;
  readonly kind: 'known' | 'unknown' | 'damaged';
  /** When it was logged, in simulated milliseconds. */
  readonly at: number;
  /** Whether the store lost the entry after it was logged. */
  isLost?: boolean;
}

export const MEETING_ID = 'abc';
export const START = '0-0';
/** The name of `counts` in builds up to 0.3.0. */
export const OLD_COUNTS = 'tally';

/**
 * The store that all processes share: one meeting and its log. Beside it is the true log, with which the
 * rules compare.
 */
export class SimStore {
  /** Changes with every write. */
  hash = 1;
  /** All entries that were ever logged; {@link log} has those that the store still has. */
  readonly truth: Entry[] = [];
  readonly states = new Map<string, Meeting>();
  log: Entry[] = [];
  /** The number of members' streams that each process wrote last. */
  readonly counts = new Map<number, number>();
  /** The subscribed processes. */
  readonly subscribers = new Set<number>();
  /** Whether a `resync` is allowed, because something was lost. */
  mayResync = false;
  isHung = false;
  /** The earliest position from which the store has lost nothing. */
  private since = START;
  /** Milliseconds by which the clock of a replica that took over is ahead, so that no id is used twice. */
  private ahead = 0;
  /** The last command and the meeting before it, for an undo. */
  last: LastCommand | undefined;
  /** The last id before each command, by the id of its last notice. */
  readonly befores = new Map<string, string>();
  private lastBefore: LastCommand | undefined;
  private lastCommit: readonly Entry[] = [];
  private readonly done = new Map<string, Done>();
  private readonly places = new Map<string, number>([[START, -1]]);
  private meeting: Meeting;

  constructor(
    private readonly shipped: Shipped,
    private readonly time: VirtualTime,
    /** Publishes to the subscribers. */
    private readonly announce: (payload: string) => void,
  ) {
    this.meeting = shipped.notStarted(MEETING_ID);
    this.states.set(START, this.meeting);
  }

  get revision(): string {
    return this.log.at(-1)?.id ?? START;
  }

  /** Whether a due notice is not logged yet. */
  get isOverdue(): boolean {
    const at = this.shipped.dueAt(this.meeting);
    return at !== null && Date.parse(at) <= this.clock;
  }

  /**
   * The index of an entry in {@link truth}; -1 for the place before the first, `undefined` for an unknown id.
   */
  placeOf(id: string): number | undefined {
    return this.places.get(id);
  }

  load(key?: { readonly name: string }): Loaded {
    const { meeting, revision } = this;
    const connected = [...this.counts.values()].reduce((sum, count) => sum + count, 0);
    const counts = { ...this.shipped.noMemberCounts, connected };
    const done = key && this.done.get(key.name);
    const at = { meeting, revision, counts, [OLD_COUNTS]: counts };
    return { ...at, since: this.since, readAt: this.clock, done };
  }

  commit({ basis, next, notices, key, withinMs, traceparent, undoTo, overdue = 0 }: Commit): CommitOutcome {
    if (this.clock > basis.readAt + withinMs)
      throw new this.shipped.StoreUnavailable('the commit came too late');
    const current = this.load(key);
    if (current.done || current.revision !== basis.revision) return { committed: false, current };
    const logged = notices.map((notice) => this.append(notice, 'known', next));
    this.meeting = next;
    this.states.set(this.revision, next);
    this.keep(key, logged);
    const end = logged.at(-1);
    this.lastBefore = this.last;
    if (end) this.befores.set(end.id, logged[overdue - 1]?.id ?? basis.revision);
    if (undoTo && end) {
      const { event, timestamp } = end.notice;
      this.last = { id: end.id, event, timestamp, before: undoTo };
    }
    this.lastCommit = logged;
    logged.forEach((entry) => this.publish(entry, traceparent));
    return { committed: true, notices: logged };
  }

  /** Applies a command immediately, to prepare a scenario. */
  apply(command: Command): void {
    const now = new Date(this.clock).toISOString();
    const notices = this.shipped.decide(this.meeting, command, now, 'earlier');
    const next = notices.reduce(this.shipped.evolve, this.meeting);
    const key = { name: command.type, fingerprint: '', keptSeconds: 10 };
    this.commit({ basis: this.load(), next, notices, key, withinMs: 0, undoTo: this.meeting });
  }

  /** A replica takes over that lacks the last commit and all later entries. */
  loseLastCommit(): void {
    const [first] = this.lastCommit;
    for (const entry of first ? this.truth.slice(this.placeOf(first.id)) : []) entry.isLost = true;
    this.log = this.log.filter(({ isLost }) => !isLost);
    for (const [name, { notices }] of this.done)
      if (notices.some(({ id }) => this.truth[this.placeOf(id) ?? -1]?.isLost)) this.done.delete(name);
    this.lastCommit = [];
    this.last = this.lastBefore;
    this.meeting = this.states.get(this.revision) ?? this.meeting;
    this.ahead++;
    this.since = `${this.clock}-0`;
    this.mayResync = true;
  }

  /** Stores the result of a command under its key. */
  keep({ name, fingerprint }: Commit['key'], notices: Done['notices']): void {
    this.done.set(name, { fingerprint, notices });
  }

  /** Logs an entry and the state after it, without publishing it. */
  append(notice: Notice, kind: Entry['kind'], state: Meeting = this.meeting): Entry {
    const prev = this.revision;
    const [lastMs = 0, sequence = 0] = prev.split('-').map(Number);
    const id = this.clock > lastMs ? `${this.clock}-0` : `${lastMs}-${sequence + 1}`;
    const entry: Entry = { id, prev, notice, kind, at: this.time.now };
    this.log = [...this.log, entry];
    this.places.set(id, this.truth.push(entry) - 1);
    // `state` is the state after the whole commit; the states between its notices are computed by the rules.
    const before = this.states.get(prev) ?? state;
    const after = notice.event === 'undone' ? state : this.shipped.evolve(before, notice);
    this.states.set(id, kind === 'known' ? after : before);
    return entry;
  }

  publish({ id, prev, notice }: Entry, traceparent?: string): void {
    this.announce(JSON.stringify({ ...notice, id, prev, traceparent }));
  }

  entriesAfter(after: string, limit: number): readonly Entry[] {
    const place = this.places.get(after);
    const compared = place ?? this.truth.findIndex(({ id }) => isBefore(after, id)) - 1;
    return this.log.filter(({ id }) => (this.places.get(id) ?? 0) > compared).slice(0, limit);
  }

  entriesUpTo(upTo: string, limit: number): readonly Entry[] {
    const after = new Set(this.entriesAfter(upTo, Infinity));
    return this.log
      .filter((entry) => !after.has(entry))
      .slice(-limit)
      .reverse();
  }

  /** Hash of an execution; only a write changes the store's hash. */
  touch(by: number, isWrite: boolean): number {
    const hash = mix(mix(this.hash, by), this.time.now);
    if (isWrite) this.hash = hash;
    return hash;
  }

  private get clock(): number {
    return EPOCH + this.time.now + this.ahead;
  }
}

function isBefore(a: string, b: string): boolean {
  const [aMs = 0, aSequence = 0] = a.split('-').map(Number);
  const [bMs = 0, bSequence = 0] = b.split('-').map(Number);
  return aMs === bMs ? aSequence < bSequence : aMs < bMs;
}
