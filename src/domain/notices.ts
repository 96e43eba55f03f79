import {
  optional,
  oneOf,
  orNull,
  text,
  time,
  unread,
  wholeNumber,
  type Field,
  type Fields,
} from './fields.js';
import { presetNames } from './presets.js';
import { scheduleModes, type Schedule } from './schedule-fields.js';
import { languages, textOf } from './texts.js';

/** `restarted`: a new break, or a new start of the meeting, replaced the break. */
const restEndReasons = ['leader', 'timer', 'restarted', 'meeting_ended'] as const;
export type RestEndReason = (typeof restEndReasons)[number];

/**
 * `slept`: no process read the meeting until long after its planned break, so the stretch of work starts now.
 */
const scheduleChanges = ['set', 'removed', 'snoozed', 'skipped', 'slept'] as const;
export type ScheduleChange = (typeof scheduleChanges)[number];

/** Fields of every notice. */
export const about = {
  meeting_id: text('The meeting.', 'abc-defg-hij'),
  timestamp: time('When it happened.', '2025-10-17T10:30:00.000Z'),
};

const breakId = { rest_id: text('The id of the break.', '7d0f1c5e-5d0c-4f9e-9a55-3d1b6d0e8f11') };

const duration = wholeNumber('How long the break is, in seconds.', 600);
const end = time('When the break ends.', '2025-10-17T10:40:00.000Z');
const timed = { ...breakId, duration_seconds: duration, ends_at: end };

const nextBreakAt = time('When the next break is planned.', '2025-10-17T11:30:00.000Z');

/** The text that members can read. A client may build its own text from the other fields. */
const told = (example: string) => ({ message: text('For members to read.', example) });

const schedule: Field<Schedule | null> = {
  schema: {
    anyOf: [{ $ref: '#/components/schemas/ScheduleInAnswer' }, { type: 'null' }],
    description: 'The plan; null = none.',
  },
  example: { every_minutes: 60, duration_minutes: 10, mode: 'suggest', warn_seconds: 60, language: 'ja' },
};

const guideline: Field<boolean | null> = {
  schema: { type: ['boolean', 'null'], description: "Whether the preset's guideline allows such a stretch." },
  example: true,
};

/**
 * All notices: when each is sent, and its fields beside `event`, `meeting_id` and `timestamp`.
 * This is the only declaration of a notice. Its type, the checks of log readers, its schema and its example
 * in the API document are derived from here.
 */
export const notices = {
  meeting_started: {
    when: 'The meeting was started, or started again.',
    fields: {
      title: optional(orNull(text("The meeting's title; null = none.", 'Weekly review'))),
    },
  },
  rest_required: {
    when:
      'A break. The only notice that is sent under another name: `message`. Without an end, ' +
      '`duration_seconds` and `ends_at` are null.',
    fields: {
      ...told(textOf('rest_required', 'ja')),
      message_code: unread(
        oneOf('`default`: the leader gave no text.', ['default', 'custom'] as const, 'default'),
      ),
      language: unread(oneOf('The language of the default texts about this break.', languages, 'ja')),
      ...breakId,
      duration_seconds: orNull(duration),
      ends_at: orNull(end),
    },
  },
  rest_extended: {
    when: 'The end of the break moved: later or earlier, or the break has one now.',
    fields: timed,
  },
  rest_ending_soon: {
    when: 'The break ends in a minute. Sent for breaks of three minutes and more.',
    fields: { ...timed, ...told(textOf('rest_ending_soon', 'ja')) },
  },
  rest_ended: {
    when:
      'The break is over. Sent once for each break: it ran out (`timer`), a leader ended it (`leader`), a ' +
      'new break or start replaced it ' +
      '(`restarted`), or the meeting ended (`meeting_ended`).',
    fields: {
      ...breakId,
      reason: oneOf('Why the break is over.', restEndReasons, 'timer'),
      next_rest_at: orNull(nextBreakAt),
      ...told(textOf('rest_ended', 'ja')),
    },
  },
  all_back: {
    when: 'Everybody who answered the break is back. Sent once for each break.',
    fields: { ...breakId, ...told(textOf('all_back', 'ja')) },
  },
  schedule_changed: {
    when:
      'The schedule was set or removed; the next break was postponed (`snoozed`) or skipped, or nobody ' +
      'was there for it (`slept`).',
    fields: {
      reason: oneOf('The kind of change.', scheduleChanges, 'set'),
      schedule,
      next_rest_at: orNull(nextBreakAt),
      snoozes_left: wholeNumber('How often the next break can still be postponed.', 2),
      preset: optional(
        unread(orNull(oneOf('The preset whose minutes the plan has.', presetNames, 'jp-mhlw'))),
      ),
      stretch_minutes: optional(
        unread(orNull(wholeNumber('Minutes of work without a break, if the next one comes as planned.', 60))),
      ),
      within_guideline: optional(guideline),
    },
  },
  rest_upcoming: {
    when: 'A planned break begins in `warn_seconds`.',
    fields: {
      next_rest_at: nextBreakAt,
      mode: oneOf('`auto`: the break begins by itself.', scheduleModes, 'auto'),
      ...told(textOf('rest_upcoming', 'ja')),
    },
  },
  rest_suggested: {
    when:
      'It is time for a planned break, which a leader should call; `next_rest_at` is the break after it. ' +
      'With `auto` the break begins instead.',
    fields: {
      duration_minutes: wholeNumber('How long the break would be, in minutes.', 10),
      next_rest_at: nextBreakAt,
      ...told(textOf('rest_suggested', 'ja')),
    },
  },
  announcement: {
    when: 'A leader sent an announcement, without a break. Not part of `state`.',
    fields: told('The slides are in the chat.'),
  },
  undone: {
    when: 'The last command was undone. `state` follows, with the meeting as it was before that command.',
    fields: {
      undone_event: text("The command's last notice.", 'rest_required'),
      undone_id: text('The id of that notice.', '1760697000000-0'),
    },
  },
  meeting_ended: {
    when: 'The meeting was ended. The stream stays open, because the id may be used again.',
    fields: {},
  },
} as const satisfies Record<string, { when: string; fields: Fields }>;
