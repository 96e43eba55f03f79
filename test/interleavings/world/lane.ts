/** One step of the world. */
export interface Item {
  /** Identifies the step by its causes: equal in all schedules with the same causes. */
  readonly hash: number;
  readonly what: string;
  readonly run: () => void;
}

/**
 * Steps that can only happen in order, such as the messages of a connection in one direction, or the commands
 * of a leader.
 */
export class Lane {
  items: Item[] = [];

  constructor(
    readonly name: string,
    readonly id: number,
    /** The process whose code its items run; see `VirtualTime.owner`. */
    readonly owner: number,
    private readonly isHeld: () => boolean = () => false,
  ) {}

  get isReady(): boolean {
    return this.items.length > 0 && !this.isHeld();
  }
}
