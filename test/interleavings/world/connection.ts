import { mix } from '../search/hash.js';
import type { Item, Lane } from './lane.js';
import type { SimStore } from './sim-store.js';

/** A request without an answer so far. */
interface Pending {
  resolve(value: never): void;
  reject(error: Error): void;
}

export interface Question<T> {
  readonly what: string;
  readonly isWrite: boolean;
  /** What the store does when the request reaches it. */
  readonly work: () => T;
}

/**
 * A connection of a process to the store. The store executes its requests in order and answers in order.
 * Execution and the receipt of the answer are two steps, between which other steps may happen.
 */
export class Connection {
  isUp = true;
  /** Set while the store hangs: called with each request, to let it time out. */
  onAsked: ((pending: Pending) => void) | undefined;
  private readonly pending = new Set<Pending>();

  constructor(
    private readonly store: SimStore,
    readonly requests: Lane,
    readonly answers: Lane,
    private readonly unavailable: (why: string) => Error,
    /** Mixes a step into the process' hash, and returns the hash. */
    private readonly nameStep: (what: string) => number,
  ) {}

  ask<T>({ what, isWrite, work }: Question<T>): Promise<T> {
    if (!this.isUp) return Promise.reject(this.unavailable('not connected'));
    return new Promise((resolve: (value: never) => void, reject) => {
      const pending: Pending = { resolve, reject };
      this.pending.add(pending);
      const hash = this.nameStep(what);
      const run = () => this.execute({ hash, what, run }, pending, isWrite, work);
      this.requests.items.push({ hash, what, run });
      this.onAsked?.(pending);
    });
  }

  /** Times a request out for its caller; the store may still execute it. */
  giveUp(pending: Pending): void {
    if (this.pending.delete(pending)) pending.reject(this.unavailable('no answer in time'));
  }

  forEachPending(work: (pending: Pending) => void): void {
    [...this.pending].forEach(work);
  }

  /**
   * Closes the connection: all requests fail. Those that have not reached the store never do, unless
   * `areSent`.
   */
  cut(areSent = false): void {
    this.isUp = false;
    if (!areSent) this.requests.items = [];
    this.answers.items = [];
    for (const pending of this.pending) pending.reject(this.unavailable('connection closed'));
    this.pending.clear();
  }

  /** The process is dead. */
  drop(): void {
    this.isUp = false;
    this.requests.items = [];
    this.answers.items = [];
    this.pending.clear();
  }

  private execute(item: Item, pending: Pending, isWrite: boolean, work: () => unknown): void {
    const hash = this.store.touch(item.hash, isWrite);
    let settle: () => void;
    try {
      const value = work();
      settle = () => pending.resolve(value as never);
    } catch (error) {
      settle = () => pending.reject(error as Error);
    }
    if (!this.pending.has(pending)) return;
    const run = () => {
      if (this.pending.delete(pending)) settle();
    };
    this.answers.items.push({ hash: mix(hash, 7), what: `answer to ${item.what}`, run });
  }
}
