import { InvalidRequest } from '../../problems/invalid-request.js';
import { WholeNumber } from '../../problems/fields/whole-number.js';
import { scheduleModes, type Schedule } from '../../domain/schedule-fields.js';
import { presets } from '../../domain/schedule.js';
import type { Language } from '../../domain/texts.js';
import { InLanguage } from '../../problems/fields/language.js';
import { OneOf } from '../../problems/fields/one-of.js';
import { CommandBody } from './command-body.js';

const presetNames = Object.keys(presets) as (keyof typeof presets)[];
const WARN_SECONDS = 60;

export class ScheduleBody extends CommandBody {
  /** What to try at /docs: the examples of all fields together are refused. */
  static readonly examples = {
    preset: { summary: 'As a guideline has it', value: { preset: 'uk-hse', mode: 'suggest' } },
    minutes: {
      summary: 'Every so many minutes',
      value: { every_minutes: 50, duration_minutes: 10, mode: 'auto' },
    },
  };

  @OneOf(presetNames, {
    name: 'SchedulePreset',
    description:
      'Minutes of work and of break by name: `jp-mhlw` 60/10, `uk-hse` 50/5, `brain-break` 30/10. Instead of both numbers.',
  })
  preset?: keyof typeof presets | null;

  @WholeNumber({ description: 'Minutes of work between two breaks.', minimum: 1, maximum: 480, example: 50 })
  every_minutes?: number | null;

  @WholeNumber({ description: 'Minutes of a break.', minimum: 1, maximum: 120, example: 10 })
  duration_minutes?: number | null;

  @OneOf(scheduleModes, {
    name: 'ScheduleMode',
    description: '`suggest`: say that it is time. `auto`: begin the break. Left out or null: `suggest`.',
  })
  mode?: Schedule['mode'] | null;

  @WholeNumber({
    description: 'How long before the break members hear that it comes; 0 = not at all.',
    minimum: 0,
    maximum: 600,
    default: WARN_SECONDS,
  })
  warn_seconds?: number | null;

  @InLanguage()
  language?: Language | null;

  /**
   * Throws {@link InvalidRequest} when the body has half a schedule, or both a preset and its own minutes.
   */
  static toSchedule(body: ScheduleBody, defaultLanguage: Language): Schedule {
    const { preset, every_minutes, duration_minutes, mode, warn_seconds, language } = body;
    if (preset && (every_minutes != null || duration_minutes != null))
      throw refused('preset', 'must come without every_minutes and duration_minutes');
    if (!preset && every_minutes == null) throw refused('every_minutes', 'must be given, or a preset');
    if (!preset && duration_minutes == null) throw refused('duration_minutes', 'must be given, or a preset');
    return {
      ...(preset
        ? presets[preset]
        : { every_minutes: every_minutes ?? 0, duration_minutes: duration_minutes ?? 0 }),
      mode: mode ?? 'suggest',
      warn_seconds: warn_seconds ?? WARN_SECONDS,
      language: language ?? defaultLanguage,
    };
  }
}

function refused(field: string, message: string): InvalidRequest {
  return new InvalidRequest([{ field, message }]);
}
