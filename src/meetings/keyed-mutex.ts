import type { MeetingId } from '../domain/meeting-id.js';

/**
 * Lets the commands of one meeting follow each other within this process. Many at once would otherwise all decide on the same
 * state, and all but one would lose the race, again and again; processes still race each other, which compare-and-set settles.
 */
export class KeyedMutex {
  private readonly last = new Map<MeetingId, Promise<unknown>>();

  /** Runs `work` after what was given for the same meeting before, however that ended. */
  take<T>(id: MeetingId, work: () => Promise<T>): Promise<T> {
    const turn = (this.last.get(id) ?? Promise.resolve()).then(work, work);
    this.last.set(id, turn);
    const leave = () => {
      if (this.last.get(id) === turn) this.last.delete(id);
    };
    turn.then(leave, leave);
    return turn;
  }
}
