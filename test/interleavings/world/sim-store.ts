import type { Commit, CommitOutcome, Loaded } from '../../../src/stores/meeting-store.js';
import type { Done } from '../../../src/stores/command-key.js';
import type { Command, Meeting } from '../../../src/domain/meeting.js';
import type { LastCommand } from '../../../src/domain/undo.js';
import type { Notice } from '../../../src/domain/notice.js';
import { mix } from '../search/hash.js';
import type { Shipped } from '../shipped.js';
import { EPOCH, type VirtualTime } from './virtual-time.js';

/** An entry of the log. `damaged`: its text is no notice. */
export interface Entry {
  readonly id: string;
  readonly prev: string;
  readonly notice: Notice;
  readonly kind: 'known' | 'unknown' | 'damaged';
  /** When it was logged, in simulated milliseconds. */
  readonly at: number;
  /** The store lost it after it had been logged. */
  isLost?: boolean;
}

export const MEETING_ID = 'abc';
export const START = '0-0';

/** What all processes share: one meeting, its log, and beside it the truth that the rules compare with. */
export class SimStore {
  /** Changes with every write. */
  hash = 1;
  /** Every entry there ever was; {@link log} is what is left of it. */
  readonly truth: Entry[] = [];
  readonly states = new Map<string, Meeting>();
  log: Entry[] = [];
  /** Members' streams as each process counted them last. */
  readonly counts = new Map<number, number>();
  /** Processes to which announcements go. */
  readonly subscribers = new Set<number>();
  /** Whether something happened after which members may be told to resync. */
  mayResync = false;
  isHung = false;
  /** The earliest position from which the store has lost nothing. */
  private since = START;
  /** A replica that took over has another clock; ids never come twice. */
  private ahead = 0;
  /** What the last command can be undone to. */
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

  /** Whether something should have happened by itself by now. */
  get isOverdue(): boolean {
    const at = this.shipped.dueAt(this.meeting);
    return at !== null && Date.parse(at) <= this.clock;
  }

  /** The place of an entry in {@link truth}; -1 before the first, `undefined` for an id that never was. */
  placeOf(id: string): number | undefined {
    return this.places.get(id);
  }

  load(key?: { readonly name: string }): Loaded {
    const { meeting, revision } = this;
    const connected = [...this.counts.values()].reduce((sum, count) => sum + count, 0);
    const tally = { ...this.shipped.noMemberCounts, connected };
    const done = key && this.done.get(key.name);
    return { meeting, revision, tally, since: this.since, readAt: this.clock, done };
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

  /** Does what a command does, at once: for what was there before. */
  apply(command: Command): void {
    const now = new Date(this.clock).toISOString();
    const notices = this.shipped.decide(this.meeting, command, now, 'earlier');
    const next = notices.reduce(this.shipped.evolve, this.meeting);
    const key = { name: command.type, fingerprint: '', keptSeconds: 10 };
    this.commit({ basis: this.load(), next, notices, key, withinMs: 0, undoTo: this.meeting });
  }

  /** Another server takes over that has neither the last commit nor what was logged after it. */
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

  /** Under its key a command is done once. */
  keep({ name, fingerprint }: Commit['key'], notices: Done['notices']): void {
    this.done.set(name, { fingerprint, notices });
  }

  /** Logs an entry with the state after it, without announcing it. */
  append(notice: Notice, kind: Entry['kind'], state: Meeting = this.meeting): Entry {
    const prev = this.revision;
    const [lastMs = 0, sequence = 0] = prev.split('-').map(Number);
    const id = this.clock > lastMs ? `${this.clock}-0` : `${lastMs}-${sequence + 1}`;
    const entry: Entry = { id, prev, notice, kind, at: this.time.now };
    this.log = [...this.log, entry];
    this.places.set(id, this.truth.push(entry) - 1);
    // Within a commit the state is that of all its notices; of one in the middle it is what the rules make of it.
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

  /** Of two executions, the one that changed something is another. */
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
