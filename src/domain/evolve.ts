import { historyAnew, withAnnouncement, withBreak, withStretch } from './history.js';
import { notStarted, withoutLater, type Meeting, type Plan } from './meeting.js';
import type { Notice, RestEnded, RestRequired, RestSuggested, ScheduleChanged } from './notice.js';
import { endingOf } from './break.js';
import { MAX_SNOOZES, planned } from './schedule.js';
import { millisecondsBetween } from './timestamp.js';

/** Applies a notice: returns the state of the meeting after the notice. */
export function evolve(meeting: Meeting, notice: Notice): Meeting {
  const { currentBreak, plan } = meeting;
  switch (notice.event) {
    case 'meeting_started': {
      const { timestamp, title } = notice;
      const worked = withStretch(meeting.history, meeting.workingSince, timestamp);
      const endedAt = worked.endedAt ?? (meeting.startedAt === null ? null : timestamp);
      const anew = notStarted(meeting.id, historyAnew(worked, timestamp, endedAt));
      const later = withoutLater(meeting, 'rest');
      return { ...anew, startedAt: timestamp, title: title ?? null, workingSince: timestamp, later };
    }
    case 'rest_required':
      return afterRestRequired(meeting, notice);
    case 'rest_extended':
      return { ...meeting, currentBreak: currentBreak && { ...currentBreak, ...endingOf(notice) } };
    case 'rest_ending_soon':
      return { ...meeting, currentBreak: currentBreak && { ...currentBreak, warnAt: null } };
    case 'rest_ended':
      return afterRestEnded(meeting, notice);
    case 'all_back':
      return { ...meeting, round: meeting.round && { ...meeting.round, allBack: true } };
    case 'schedule_changed':
      return afterScheduleChanged(meeting, notice);
    case 'rest_upcoming':
      return { ...meeting, plan: plan && { ...plan, warned: true } };
    case 'rest_suggested':
      return { ...meeting, plan: plan && afterSuggestion(plan, notice) };
    case 'announcement':
      return { ...meeting, history: withAnnouncement(meeting.history) };
    case 'undone':
      // The notice does not contain the meeting before the command; the store has it (`LastCommand`).
      return meeting;
    case 'meeting_ended': {
      const { timestamp } = notice;
      const history = withStretch(meeting.history, meeting.workingSince, timestamp);
      return notStarted(meeting.id, { ...history, endedAt: timestamp });
    }
    default:
      return notice satisfies never;
  }
}

function afterRestRequired(meeting: Meeting, notice: RestRequired): Meeting {
  const { rest_id: id, message, language, timestamp: startedAt } = notice;
  const history = withStretch(meeting.history, meeting.workingSince, startedAt);
  return {
    ...meeting,
    currentBreak: { id, message, language, startedAt, ...endingOf(notice) },
    workingSince: null,
    round: { breakId: id, startedAt, language, allBack: false },
    plan: meeting.plan && planned(meeting.plan.schedule, null),
    history: { ...history, breaks: history.breaks + 1 },
    later: withoutLater(meeting, 'rest'),
  };
}

function afterRestEnded(meeting: Meeting, { timestamp, rest_id, reason, next_rest_at }: RestEnded): Meeting {
  const started_at = meeting.currentBreak?.startedAt ?? timestamp;
  const seconds = Math.round(millisecondsBetween(started_at, timestamp) / 1000);
  return {
    ...meeting,
    currentBreak: null,
    workingSince: timestamp,
    plan: meeting.plan && planned(meeting.plan.schedule, next_rest_at),
    history: withBreak(meeting.history, { rest_id, started_at, ended_at: timestamp, seconds, reason }),
    later: withoutLater(meeting, 'rest'),
  };
}

function afterScheduleChanged(meeting: Meeting, notice: ScheduleChanged): Meeting {
  const { schedule, next_rest_at, snoozes_left, reason, timestamp } = notice;
  return {
    ...meeting,
    workingSince: reason === 'slept' ? timestamp : meeting.workingSince,
    plan: schedule && { ...planned(schedule, next_rest_at), snoozes: MAX_SNOOZES - snoozes_left },
    later: withoutLater(meeting, 'plan'),
  };
}

/**
 * The plan after a suggestion. If no leader reacted to the previous suggestion, the service drops that
 * suggestion and resets its snooze count.
 */
function afterSuggestion(plan: Plan, { next_rest_at }: RestSuggested): Plan {
  const snoozes = plan.suggested ? 0 : plan.snoozes;
  return { ...planned(plan.schedule, next_rest_at), snoozes, suggested: true };
}
