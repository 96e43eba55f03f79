import type { MeetingId } from '../domain/meeting-id.js';

/**
 * A mutex per meeting: the commands of one meeting run one after another within this process.
 * Without it, concurrent commands would all decide on the same state, and all but one would lose the
 * compare-and-set, again and again. Compare-and-set alone settles races between processes.
 */
export class KeyedMutex {
  private readonly last = new Map<MeetingId, Promise<unknown>>();

  /** Runs `work` after all earlier work for the same meeting has ended, whether it succeeded or failed. */
  run<T>(id: MeetingId, work: () => Promise<T>): Promise<T> {
    const current = (this.last.get(id) ?? Promise.resolve()).then(work, work);
    this.last.set(id, current);
    const leave = () => {
      if (this.last.get(id) === current) this.last.delete(id);
    };
    current.then(leave, leave);
    return current;
  }
}
