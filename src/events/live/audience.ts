import type { Frame } from '../frames/frame.js';

/** Takes a frame at once, and never throws: a stream's Subscriber, or whoever waits in its place. */
export interface Listener {
  next(frame: Frame): void;
}

/**
 * Those who hear the same frames. What a Subject does, where thousands come and go: leaving needs no search, and a place costs
 * an entry in a set instead of a subscriber.
 */
export class Audience {
  private readonly listeners = new Set<Listener>();

  get size(): number {
    return this.listeners.size;
  }

  /** Hears everything that is told from now on. Returns how to leave. */
  join(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Who leaves meanwhile hears no more. */
  tell(frame: Frame): void {
    for (const listener of this.listeners) listener.next(frame);
  }
}
