import fc from 'fast-check';
import type { Command } from '../../src/domain/commands.js';

/**
 * Arbitrary commands of leaders, without undo. Breaks and plans are short, so that notices also become due.
 */
export const command: fc.Arbitrary<Command> = fc.oneof(
  fc.constant({ type: 'start' } as const),
  fc.constant({ type: 'end' } as const),
  fc.constant({ type: 'resume' } as const),
  fc.constant({ type: 'remove_schedule' } as const),
  fc.constant({ type: 'announce', message: 'x' } as const),
  fc.constant({ type: 'skip' } as const),
  fc.integer({ min: 1, max: 3 }).map((minutes) => ({ type: 'snooze', minutes }) as const),
  fc
    .record({
      every_minutes: fc.integer({ min: 1, max: 5 }),
      duration_minutes: fc.integer({ min: 1, max: 3 }),
      mode: fc.constantFrom('suggest', 'auto'),
      warn_seconds: fc.constantFrom(0, 60),
      language: fc.constantFrom('ja', 'en'),
    })
    .map((schedule) => ({ type: 'set_schedule', schedule }) as const),
  fc.constantFrom('suggest', 'auto').map(
    (mode) =>
      ({
        type: 'set_schedule',
        schedule: {
          at: ['19:32', '19:38', '19:45'],
          time_zone: 'Asia/Tokyo',
          duration_minutes: 1,
          mode,
          warn_seconds: 60,
          language: 'ja',
        },
      }) as const,
  ),
  fc.integer({ min: -300, max: 600 }).map((seconds) => ({ type: 'extend', seconds }) as const),
  fc
    .record(
      {
        message: fc.string({ unit: 'binary', minLength: 1 }),
        durationSeconds: fc.integer({ min: 10, max: 300 }),
      },
      { requiredKeys: ['message'] },
    )
    .map((rest) => ({ type: 'rest', ...rest }) as const),
);
