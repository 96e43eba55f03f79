import { historyFrom, type History } from '../meetings/rules/history.js';
import type { MeetingId } from '../meetings/rules/meeting-id.js';
import { notStarted, type Meeting } from '../meetings/rules/meeting.js';
import { restIdAt } from '../meetings/rules/notice.js';
import { nextAfter, planned } from '../meetings/rules/schedule.js';
import { textOf } from '../meetings/rules/texts.js';
import { timestampOf, type Timestamp } from '../meetings/rules/timestamp.js';

/** What we keep of a meeting beside the reference's fields. The history outlives the hash, and has a key of its own. */
type State = Omit<Meeting, 'id' | 'history'>;

/** The hash of a meeting: the reference's three fields (contract §3) and, beside them, ours. */
export function toFields({ startedAt, rest, workingSince, round, plan }: Meeting): string[] {
  const state: State = { startedAt, rest, workingSince, round, plan };
  if (startedAt === null) return [];
  return Object.entries({
    rest_flg: String(rest !== null),
    started_at: startedAt,
    rest_started_at: rest?.startedAt ?? '',
    state: JSON.stringify(state),
  }).flat();
}

/**
 * Reads a hash that we or another program wrote, and the history beside it. Other programs know the fields of the reference
 * only, so those win: what ours says is then of before. A hash without a readable `started_at` is no meeting, so that the next
 * command writes it anew.
 */
export function fromFields(id: MeetingId, flat: readonly string[], history: string | null): Meeting {
  const fields = new Map<string, string>();
  for (let i = 0; i + 1 < flat.length; i += 2) fields.set(flat[i] ?? '', flat[i + 1] ?? '');
  const past = parsed(history) as History | undefined;

  const startedAt = timestampOf(fields.get('started_at'));
  if (startedAt === null) return notStarted(id, past);
  const ours = parsed(fields.get('state')) as State | undefined;
  const meeting: Meeting =
    ours?.startedAt === startedAt
      ? { ...ours, id, history: past ?? historyFrom(startedAt) }
      : { ...notStarted(id, historyFrom(startedAt)), startedAt, workingSince: startedAt };
  if (fields.get('rest_flg')?.toLowerCase() !== 'true') return meeting.rest ? withoutRest(meeting) : meeting;
  const restStartedAt = timestampOf(fields.get('rest_started_at')) ?? startedAt;
  return meeting.rest?.startedAt === restStartedAt ? meeting : withTheirRest(meeting, restStartedAt);
}

/** Another program called a break: it has no text of its own, and no end. */
function withTheirRest(meeting: Meeting, startedAt: Timestamp): Meeting {
  const language = 'ja';
  const message = textOf('rest_required', language);
  const id = restIdAt(startedAt);
  return {
    ...meeting,
    rest: { id, message, language, startedAt, durationSeconds: null, endsAt: null, warnAt: null },
    workingSince: null,
    round: { restId: id, startedAt, language, allBack: false },
    plan: meeting.plan && planned(meeting.plan.schedule, null),
  };
}

/** Another program ended the break, and did not write when. */
function withoutRest(meeting: Meeting): Meeting {
  const { plan, rest, startedAt } = meeting;
  const workingSince = rest?.startedAt ?? startedAt;
  const nextRestAt = plan && workingSince && nextAfter(plan.schedule, workingSince);
  return { ...meeting, rest: null, workingSince, plan: plan && planned(plan.schedule, nextRestAt) };
}

function parsed(json: string | null | undefined): unknown {
  try {
    return JSON.parse(json ?? '');
  } catch {
    return undefined;
  }
}
