import type { Clock } from '../clock/clock.js';
import {
  isReadable,
  unitsOf,
  type LogEntry,
  type ReadableEntry,
  type UnknownNotice,
} from '../domain/log-entry.js';
import type { MeetingId } from '../domain/meeting-id.js';
import type { Notice } from '../domain/notice.js';
import { isRevision, START, type Revision } from '../domain/revision.js';
import { toldNotice } from '../domain/schedule-fields.js';
import { snapshotOf, type Snapshot } from '../domain/snapshot.js';
import { continues, mayLack, type Loaded, type MeetingStore } from '../stores/meeting-store.js';

/** Entries per read from the store, and the maximum size of one answer's texts in UTF-16 units. */
const READ_AT_ONCE = 32;
const MAX_PAGE_UNITS = 2 * 1024 * 1024;

/** The part of a log to read, and the reader's role. */
export interface LogQuery {
  /** The client's cursor; `undefined` = from the oldest notice in the log. */
  readonly after?: string | undefined;
  readonly limit: number;
  readonly role?: 'member' | 'leader';
}

/** A page of a meeting's log, as clients receive it. */
export interface LogPage {
  readonly meeting_id: MeetingId;
  readonly events: ((Notice | UnknownNotice) & { readonly id: Revision; readonly by?: string })[];
  /** The cursor of the next page. */
  readonly cursor: Revision;
  /** Whether the log cannot continue from the client's cursor, or an entry cannot be read. */
  readonly resync: boolean;
  /** With `resync`: the meeting as it is. */
  readonly state?: Snapshot;
}

/** Reads a meeting's log in pages. */
export class LogPages {
  constructor(
    private readonly store: MeetingStore,
    private readonly clock: Clock,
  ) {}

  /** The page after the query's cursor. `current` is the meeting as it was just read. */
  async read(current: Loaded, { after, limit, role }: LogQuery): Promise<LogPage> {
    const entries = await this.entriesAfter(current, after, limit);
    const events = (entries ?? []).filter(isReadable).map((entry) => eventOf(entry, role === 'leader'));
    const cursor = entries?.at(-1)?.id ?? current.revision;
    const page = { meeting_id: current.meeting.id, events, cursor };
    if (entries?.every(isReadable)) return { ...page, resync: false };
    return { ...page, resync: true, state: snapshotOf(current, this.clock.timestamp()) };
  }

  /** `undefined` = the log cannot continue from the cursor. */
  private async entriesAfter(current: Loaded, after: string | undefined, limit: number) {
    const { id } = current.meeting;
    if (after === undefined) return this.pageAfter(id, START, limit);
    if (!isRevision(after) || mayLack(after, current)) return undefined;
    const entries = await this.pageAfter(id, after, limit);
    return continues(after, entries, current.revision) ? entries : undefined;
  }

  /**
   * Reads at most `limit` entries, and fewer when their texts are long, because one turn of the event loop
   * builds the answer.
   */
  private async pageAfter(id: MeetingId, after: Revision, limit: number): Promise<readonly LogEntry[]> {
    const entries: LogEntry[] = [];
    while (entries.length < limit && unitsOf(entries) < MAX_PAGE_UNITS) {
      const wanted = Math.min(limit - entries.length, READ_AT_ONCE);
      const last = entries.at(-1);
      const page = await this.store.readLog(id, last?.id ?? after, wanted);
      // The log may be trimmed between two reads; the caller's next page then says so.
      if (last && !continues(last.id, page, last.id)) break;
      entries.push(...page);
      if (page.length < wanted) break;
    }
    return entries;
  }
}

function eventOf(entry: ReadableEntry, isForLeaders: boolean): LogPage['events'][number] {
  const { id, by } = entry;
  const notice = 'unknown' in entry ? entry.unknown : toldNotice(entry.notice);
  return { id, ...notice, ...(isForLeaders && by !== undefined && { by }) };
}
