import type { MeetingStore } from '../meetings/meeting-store.js';
import type { LoggedNotice } from '../meetings/rules/notice.js';
import type { Revision } from '../meetings/rules/revision.js';
import { noticesBetween, type Position } from './position.js';

type Reading = Promise<readonly LoggedNotice[] | undefined>;

/**
 * What the log has between two places, read once for all streams that come back from the same place: after a deploy that is
 * everybody. Kept until the next look at the store, so at most for as long as its position check takes to come round.
 */
export class Readings {
  private readonly shared = new Map<string, Reading>();

  constructor(private readonly store: MeetingStore) {}

  between(from: Revision, to: Position): Reading {
    const places = `${from} ${to.revision}`;
    let reading = this.shared.get(places);
    if (!reading) {
      reading = noticesBetween(from, to, this.store);
      this.shared.set(places, reading);
      // A failure is for those who waited for it; who comes later tries anew.
      reading.catch(() => this.shared.delete(places));
    }
    return reading;
  }

  forget(): void {
    this.shared.clear();
  }
}
