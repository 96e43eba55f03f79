import { historyFrom } from '../domain/history.js';
import type { MeetingId } from '../domain/meeting-id.js';
import { notStarted, withoutLater, type Meeting } from '../domain/meeting.js';
import { breakIdAt } from '../domain/notice.js';
import { nextAfter, planned } from '../domain/schedule.js';
import { isByClock } from '../domain/schedule-fields.js';
import { textOf, type Language } from '../domain/texts.js';
import { timestampOf, type Timestamp } from '../domain/timestamp.js';
import { parsed } from './json.js';
import { readHistory } from './stored-history.js';
import { readState, writeState } from './stored-state.js';

/** The fields of a meeting's hash: the three of the reference, and `state` with everything else. */
export function toFields(meeting: Meeting): string[] {
  const { startedAt, currentBreak } = meeting;
  if (startedAt === null) return [];
  return Object.entries({
    rest_flg: String(currentBreak !== null),
    started_at: startedAt,
    rest_started_at: currentBreak?.startedAt ?? '',
    state: writeState(meeting),
  }).flat();
}

/**
 * Reads a meeting's hash, which we or another program wrote, and its history. Other programs write the
 * reference's fields only; if those contradict ours, ours are older, and theirs count. A hash without a
 * readable `started_at` is no meeting, so that the next command writes it anew. `language` is the language of
 * default texts.
 */
export function fromFields(
  id: MeetingId,
  flat: readonly string[],
  history: string | null,
  language: Language = 'ja',
): Meeting {
  return withClock(read(id, flat, history, language));
}

function read(id: MeetingId, flat: readonly string[], history: string | null, language: Language): Meeting {
  const fields = new Map<string, string>();
  for (let i = 0; i + 1 < flat.length; i += 2) fields.set(flat[i] ?? '', flat[i + 1] ?? '');
  const past = readHistory(history);

  const startedAt = timestampOf(fields.get('started_at'));
  if (startedAt === null) return notStarted(id, past);
  const ours = readState(fields.get('state'));
  const meeting: Meeting =
    ours?.known.startedAt === startedAt
      ? {
          ...notStarted(id),
          ...ours.known,
          later: ours.later,
          history: past ?? historyFrom(startedAt),
        }
      : { ...notStarted(id, historyFrom(startedAt, past)), startedAt, workingSince: startedAt };
  const isOnBreak = fields.get('rest_flg')?.toLowerCase() === 'true';
  if (!isOnBreak) return meeting.currentBreak || meeting.later?.['rest'] ? withoutRest(meeting) : meeting;
  const restStartedAt = timestampOf(fields.get('rest_started_at')) ?? startedAt;
  if (meeting.currentBreak?.startedAt === restStartedAt) return meeting;
  return withLaterRest(meeting, restStartedAt, language) ?? withTheirRest(meeting, restStartedAt, language);
}

/**
 * The next break by the clock. Version 0.2 stores such a plan unchanged when a break begins or ends, or the
 * meeting starts, so the next break is computed here.
 */
function withClock(meeting: Meeting): Meeting {
  const { plan, currentBreak, workingSince } = meeting;
  if (!plan || !isByClock(plan.schedule)) return meeting;
  if (currentBreak || !workingSince)
    return plan.nextBreakAt === null ? meeting : { ...meeting, plan: planned(plan.schedule, null) };
  if (plan.nextBreakAt && plan.nextBreakAt > workingSince) return meeting;
  return { ...meeting, plan: planned(plan.schedule, nextAfter(plan.schedule, workingSince)) };
}

/** A break of a later version: it has no end here, and is stored again as it was. */
function withLaterRest(meeting: Meeting, startedAt: Timestamp, language: Language): Meeting | undefined {
  const json = meeting.later?.['rest'];
  const stored = Object(parsed(json)) as Record<string, unknown>;
  if (
    json === undefined ||
    (stored['startedAt'] !== undefined && timestampOf(stored['startedAt']) !== startedAt)
  )
    return undefined;
  const theirs = withTheirRest(meeting, startedAt, language);
  const { id, message } = stored;
  const seen = {
    ...(typeof id === 'string' && { id }),
    ...(typeof message === 'string' && { message }),
  };
  return {
    ...theirs,
    currentBreak: theirs.currentBreak && { ...theirs.currentBreak, ...seen },
    round: meeting.round ?? theirs.round,
    later: meeting.later,
  };
}

/** A break that another program called: with the default text, and without an end. */
function withTheirRest(meeting: Meeting, startedAt: Timestamp, language: Language): Meeting {
  const message = textOf('rest_required', language);
  const id = breakIdAt(startedAt);
  return {
    ...meeting,
    currentBreak: { id, message, language, startedAt, durationSeconds: null, endsAt: null, warnAt: null },
    workingSince: null,
    round: { breakId: id, startedAt, language, allBack: false },
    plan: meeting.plan && planned(meeting.plan.schedule, null),
    later: withoutLater(meeting, 'rest'),
  };
}

/** Another program ended the break, and did not write when. */
function withoutRest(meeting: Meeting): Meeting {
  const { plan, currentBreak, startedAt } = meeting;
  const workingSince = currentBreak?.startedAt ?? startedAt;
  const nextBreakAt = plan && workingSince && nextAfter(plan.schedule, workingSince);
  return {
    ...meeting,
    currentBreak: null,
    workingSince,
    plan: plan && planned(plan.schedule, nextBreakAt),
    later: withoutLater(meeting, 'rest'),
  };
}
