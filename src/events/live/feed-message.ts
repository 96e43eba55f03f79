import { nameOf } from '../../domain/display-name.js';
import { entryOf, isReadable, type ReadableEntry } from '../../domain/log-entry.js';
import type { MeetingId } from '../../domain/meeting-id.js';
import { breakIdAt, type Notice } from '../../domain/notice.js';
import { isRevision } from '../../domain/revision.js';
import { textOf, type Language } from '../../domain/texts.js';
import { timestampOf, type Timestamp } from '../../domain/timestamp.js';

/** A notice without a place in the log: another program published it (docs/protocol.md). Live members hear it, no one resumes. */
export interface ForeignNotice {
  readonly id?: undefined;
  readonly notice: Notice;
}

/** An entry of the log, with fields that travel beside it and reach no member. */
export type LoggedMessage = ReadableEntry & {
  /** The trace that committed it (W3C Trace Context; not checked). */
  readonly traceparent?: string | undefined;
  /** The installation that committed it. */
  readonly installation?: string | undefined;
};

/** Values for what a foreign break leaves out, and how to report what is wrong with a message. */
export interface ForeignDefaults {
  readonly now: Timestamp;
  readonly language: Language;
  readonly report?: (problem: string) => void;
}

/** The longest text of a foreign break, in UTF-16 units; ours are bounded by the request body. */
const MAX_MESSAGE = 16_384;

/**
 * Parses a message of the feed. Answers `undefined`, and reports, anything that is neither an entry of our log nor a break in the
 * reference's shape: channels are open to every program that can reach the store.
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

/** A break that another program called reaches members, whatever it leaves out or says in another way. */
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

/** The display name of the caller, which stands beside the notice. */
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
