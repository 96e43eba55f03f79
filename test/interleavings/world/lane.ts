/** Something that happens to the world in one step. */
export interface Item {
  /** Names it by what led to it: the same in every schedule in which the same things came before it. */
  readonly hash: number;
  readonly what: string;
  readonly run: () => void;
}

/** Things that can only happen one after the other: what is on one connection in one direction, what one leader does. */
export class Lane {
  items: Item[] = [];

  constructor(
    readonly name: string,
    readonly id: number,
    /** Whose code its items run; see `VirtualTime.owner`. */
    readonly owner: number,
    private readonly isHeld: () => boolean = () => false,
  ) {}

  get isReady(): boolean {
    return this.items.length > 0 && !this.isHeld();
  }
}
