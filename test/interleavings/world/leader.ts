import type { Command } from '../../../src/domain/meeting.js';
import { mix } from '../search/hash.js';
import type { Lane } from './lane.js';
import type { SimProcess } from './process.js';
import { MEETING_ID } from './sim-store.js';
import type { World } from './world.js';

interface Done {
  readonly command: Command;
  /** What the leader was answered; `undefined` = refused as unavailable, or never answered. */
  readonly ids: readonly string[] | undefined;
  readonly at: number;
}

/** Somebody who gives commands, one after the other, to one process. */
export class SimLeader {
  readonly done: Done[] = [];
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
    this.next();
  }

  get hash(): number {
    return mix(this.seed, this.commands.length * 8 + this.done.length);
  }

  /** A process died: whether it did what it was asked, nobody knows. */
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

  /** A store that lost the start of the meeting is right to know of none. */
  private isRight(error: string): boolean {
    const { truth } = this.world.store;
    return (
      error === 'StoreUnavailable' || (error === 'MeetingNotFound' && truth.some(({ isLost }) => isLost))
    );
  }

  private answered(command: Command, ids: readonly string[] | undefined): void {
    if (this.asking?.command !== command) return;
    this.asking = undefined;
    this.world.tell(() => `  ${this.lane.name} is answered ${ids ? `200 ${ids.join(' ')}` : '503'}`);
    this.done.push({ command, ids, at: this.world.time.now });
    this.next();
  }
}
