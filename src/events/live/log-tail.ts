import type { MeetingStore } from '../../stores/meeting-store.js';
import { unitsOf, type LogEntry } from '../../domain/log-entry.js';
import type { MeetingId } from '../../domain/meeting-id.js';
import { compareRevisions, type Revision } from '../../domain/revision.js';

/**
 * Maximum size of the missed notices that a member is sent, in UTF-16 units of their texts.
 * The missed notices wait in memory for a client that may not read. A notice has about 400 units, and 16,000
 * at most. A member that missed more gets a resync.
 */
const MAX_UNITS = 1024 * 1024;

/** Target size of a page, in the same units: a page is parsed in one turn of the event loop. */
const PAGE_UNITS = 128 * 1024;
const FIRST_PAGE = 16;
const MAX_PAGE = 256;

/**
 * The newest entries of a meeting's log, read backwards page by page, as far as a member needs them.
 * All resuming members share the pages. So the log is read at most once and only as far back as members are
 * served, however many different cursors they resume from.
 */
export class LogTail {
  /** Newest first, without a gap. */
  private readonly entries: LogEntry[] = [];
  private units = 0;
  /** Whether `entries` is complete: the log has nothing older, or members are not served anything older. */
  private isWhole = false;
  private extending: Promise<void> | undefined;

  /** `newest` is the id of the last entry; `0-0` = the log is empty. */
  constructor(
    private readonly store: MeetingStore,
    private readonly id: MeetingId,
    private readonly newest: Revision,
  ) {}

  /**
   * The entries after `cursor` up to and including `upTo`, oldest first.
   * `undefined` when the log does not continue from the cursor, or when the entries exceed {@link MAX_UNITS}.
   * Rejects with `StoreUnavailable`.
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
      // Each further page starts with the oldest entry already read, to show that no entry is missing
      // between.
      const overlap = oldest ? 1 : 0;
      const limit = this.pageSize();
      const page = await this.store.readLogBack(this.id, oldest?.id ?? this.newest, limit + overlap);
      const isLost = page[0]?.id !== (oldest?.id ?? this.newest);
      const older = isLost ? [] : page.slice(overlap);
      this.entries.push(...older);
      this.units += unitsOf(older);
      this.isWhole = older.length < limit || this.units > MAX_UNITS;
    } finally {
      // A failure rejects the current callers only; the next caller reads again.
      this.extending = undefined;
    }
  }

  private pageSize(): number {
    if (this.entries.length === 0) return FIRST_PAGE;
    const average = this.units / this.entries.length;
    return Math.min(MAX_PAGE, Math.max(1, Math.round(PAGE_UNITS / average)));
  }
}
