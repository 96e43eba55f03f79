import { nameOf } from '../../domain/display-name.js';
import { entryOf, isReadable, type ReadableEntry } from '../../domain/log-entry.js';
import type { MeetingId } from '../../domain/meeting-id.js';
import { breakIdAt, type Notice } from '../../domain/notice.js';
import { isRevision } from '../../domain/revision.js';
import { textOf, type Language } from '../../domain/texts.js';
import { timestampOf, type Timestamp } from '../../domain/timestamp.js';

/**
 * A notice that another program published, so it is not in the log (docs/protocol.md). Live members get it; a
 * resuming stream does not.
 */
export interface ForeignNotice {
  readonly id?: undefined;
  readonly notice: Notice;
}

/** An entry of the log, with fields that are announced beside it and not sent to members. */
export type LoggedMessage = ReadableEntry & {
  /** The trace of the commit (W3C Trace Context; not validated). */
  readonly traceparent?: string | undefined;
  /** The id of the installation that committed it. */
  readonly installation?: string | undefined;
};

/** Default values for fields that a foreign break lacks, and a function that reports a bad message. */
interface ForeignDefaults {
  readonly now: Timestamp;
  readonly language: Language;
  readonly report?: (problem: string) => void;
}

/** The longest text of a foreign break, in UTF-16 units; ours are bounded by the request body. */
const MAX_MESSAGE = 16_384;

/**
 * Parses a message of the feed. Reports anything that is neither an entry of our log nor a break in the
 * reference's format, and returns `undefined` for it: every program that can reach the store can publish.
 */
export function parseFeedMessage(
  meetingId: MeetingId,
  payload: string,
  defaults: ForeignDefaults,
): LoggedMessage | ForeignNotice | undefined {
  const { report = () => undefined } = defaults;
  const value = parseObject(payload);
  if (value === undefined) {
    report('is no JSON object and was ignored');
    return undefined;
  }
  const { id, prev, traceparent, installation, meta, ...notice } = value;
  if (!isRevision(id) || !isRevision(prev)) return foreign(meetingId, notice, { ...defaults, report });
  const entry = entryOf(meetingId, { id, prev, by: byIn(meta) }, notice);
  if (!isReadable(entry)) {
    report(`cannot be read: ${entry.damage}`);
    return undefined;
  }
  return { ...entry, traceparent: textOrNone(traceparent), installation: textOrNone(installation) };
}

/**
 * Converts a break that another program published. Missing or unusual fields get defaults, so that members
 * hear of the break.
 */
function foreign(
  meetingId: MeetingId,
  { event, message, timestamp }: Record<string, unknown>,
  { now, language, report }: Required<ForeignDefaults>,
): ForeignNotice | undefined {
  if (event !== 'rest_required') {
    report('was ignored: its `event` is not `rest_required`');
    return undefined;
  }
  const isText = typeof message === 'string' && message.length <= MAX_MESSAGE;
  if (!isText)
    report(`has no \`message\` of at most ${MAX_MESSAGE} characters; members get the default text`);
  const at = timestampOf(timestamp);
  if (at === null) report('has no readable `timestamp`; members get the present time');
  const text = isText
    ? ({ message, message_code: 'custom' } as const)
    : ({ message: textOf('rest_required', language), message_code: 'default' } as const);
  const untimed = { rest_id: breakIdAt(at ?? now), duration_seconds: null, ends_at: null };
  return { notice: { event, meeting_id: meetingId, ...text, language, timestamp: at ?? now, ...untimed } };
}

/** The display name of the caller, which is a field beside the notice. */
function byIn(meta: unknown): string | undefined {
  return nameOf((Object(meta) as Record<string, unknown>)['by']);
}

function textOrNone(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function parseObject(payload: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(payload);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    // The caller reports it.
    return undefined;
  }
}
