import type { MeetingStore } from '../../stores/meeting-store.js';
import { unitsOf, type LogEntry } from '../../domain/log-entry.js';
import type { MeetingId } from '../../domain/meeting-id.js';
import { compareRevisions, type Revision } from '../../domain/revision.js';

/**
 * How far back a member is served, in UTF-16 units of texts: what it missed waits in memory for a client that may not read. A notice has
 * some 400 units, and 16,000 at most. A member that missed more is told to resync.
 */
const MAX_UNITS = 1024 * 1024;

/** What one page should hold, in the same units: it is parsed in one turn of the event loop. */
const PAGE_UNITS = 128 * 1024;
const FIRST_PAGE = 16;
const MAX_PAGE = 256;

/**
 * The newest entries of a meeting's log, read backwards page by page as far as somebody needs them, and once for all who do. So the
 * log is read at most as far as members are served, however many different places they come back from.
 */
export class LogTail {
  /** Newest first, without a gap. */
  private readonly entries: LogEntry[] = [];
  private units = 0;
  /** Nothing older is there, or is served. */
  private isWhole = false;
  private extending: Promise<void> | undefined;

  /** `newest` is the last entry's id; `0-0` = the log is empty. */
  constructor(
    private readonly store: MeetingStore,
    private readonly id: MeetingId,
    private readonly newest: Revision,
  ) {}

  /**
   * The entries after `cursor` up to and with `upTo`, oldest first; `undefined` when the log does not continue from the cursor,
   * or has more after it than a member is served. Rejects with `StoreUnavailable`.
   */
  async between(cursor: Revision, upTo: Revision): Promise<readonly LogEntry[] | undefined> {
    if (cursor === upTo) return [];
    while (!this.isWhole && this.oldestIsAfter(cursor)) await (this.extending ??= this.extend());
    const end = this.entries.findIndex(({ id }) => compareRevisions(id, cursor) <= 0);
    const after = this.entries.slice(0, end < 0 ? undefined : end);
    const missed = after.filter(({ id }) => compareRevisions(id, upTo) <= 0).reverse();
    const continues = missed[0]?.prev === cursor && missed.at(-1)?.id === upTo;
    return continues && unitsOf(missed) <= MAX_UNITS ? missed : undefined;
  }

  private oldestIsAfter(cursor: Revision): boolean {
    const oldest = this.entries.at(-1);
    return oldest === undefined || compareRevisions(oldest.id, cursor) > 0;
  }

  private async extend(): Promise<void> {
    try {
      const oldest = this.entries.at(-1);
      // The page begins with the oldest entry that is here already.
      const overlap = oldest ? 1 : 0;
      const limit = this.pageSize();
      const page = await this.store.readLogBack(this.id, oldest?.id ?? this.newest, limit + overlap);
      const isLost = page[0]?.id !== (oldest?.id ?? this.newest);
      const older = isLost ? [] : page.slice(overlap);
      this.entries.push(...older);
      this.units += unitsOf(older);
      this.isWhole = older.length < limit || this.units > MAX_UNITS;
    } finally {
      // A failure is for those who waited for it; the next one tries anew.
      this.extending = undefined;
    }
  }

  private pageSize(): number {
    if (this.entries.length === 0) return FIRST_PAGE;
    const average = this.units / this.entries.length;
    return Math.min(MAX_PAGE, Math.max(1, Math.round(PAGE_UNITS / average)));
  }
}
