import type { Command } from '../../../src/domain/commands.js';
import { mix } from '../search/hash.js';
import type { Lane } from './lane.js';
import type { SimProcess } from './process.js';
import { MEETING_ID } from './sim-store.js';
import type { World } from './world.js';

interface Done {
  readonly command: Command;
  /** The ids of the logged notices in the answer; `undefined` = refused, or never answered. */
  readonly ids: readonly string[] | undefined;
  readonly at: number;
}

const REFUSALS = new Set(['NothingToUndo', 'NoPlannedBreak', 'NoTimedBreak', 'BreakTooShort']);
/** An undo is possible for ten seconds, and the end of a break is at least ten seconds away. */
const REFUSED_AFTER_MS = 9_000;

/** A leader that gives commands to one process, one after the other. */
export class SimLeader {
  readonly done: Done[] = [];
  /**
   * Number of log entries, and the time, at the previous answer. A refusal may be correct because of later
   * entries.
   */
  private seen: { readonly entries: number; readonly at: number };
  private asking: { readonly command: Command; readonly process: SimProcess } | undefined;
  private readonly seed: number;

  constructor(
    name: string,
    private readonly lane: Lane,
    private readonly world: World,
    private readonly goesTo: number,
    private readonly commands: Command[],
  ) {
    this.seed = mix(lane.id, name.length);
    this.seen = { entries: world.store.truth.length, at: world.time.now };
    this.next();
  }

  get hash(): number {
    return mix(this.seed, this.commands.length * 8 + this.done.length);
  }

  /** A process died, so it is not known whether it executed the command. */
  crashed(process: SimProcess): void {
    if (this.asking?.process === process) this.answered(this.asking.command, undefined);
  }

  private next(): void {
    const command = this.commands.shift();
    if (!command) return;
    const what = `${this.lane.name} calls ${JSON.stringify(command)}`;
    this.lane.items.push({ hash: this.hash, what, run: () => this.give(command) });
  }

  private give(command: Command): void {
    const process = this.world.processFor(this.goesTo);
    this.asking = { command, process };
    process.note(this.hash);
    this.world.time.owner = process.index;
    process.service.execute(MEETING_ID, command).then(
      (notices) =>
        this.answered(
          command,
          notices.map(({ id }) => id),
        ),
      (error: unknown) => {
        if (!this.isRight((error as Error).name))
          this.world.violate('error', `${this.lane.name}: ${String(error)}`);
        this.answered(command, undefined);
      },
    );
  }

  /**
   * Whether a refusal is correct: the store lost earlier entries, something else was logged since, or too
   * much time passed.
   */
  private isRight(error: string): boolean {
    if (error === 'StoreUnavailable') return true;
    const { truth } = this.world.store;
    const hasLost = truth.some(({ isLost }) => isLost);
    if (error === 'MeetingNotFound') return hasLost;
    if (!REFUSALS.has(error)) return false;
    const { ids } = this.done.at(-1) ?? { ids: [] };
    const isOlder = this.world.time.now - this.seen.at > REFUSED_AFTER_MS;
    return hasLost || !ids || isOlder || truth.length > this.seen.entries;
  }

  private answered(command: Command, ids: readonly string[] | undefined): void {
    if (this.asking?.command !== command) return;
    this.asking = undefined;
    this.world.tell(() => `  ${this.lane.name} is answered ${ids ? `200 ${ids.join(' ')}` : '503'}`);
    this.done.push({ command, ids, at: this.world.time.now });
    const last = this.world.store.placeOf(ids?.at(-1) ?? '') ?? this.seen.entries - 1;
    this.seen = { entries: last + 1, at: this.world.time.now };
    this.next();
  }
}
