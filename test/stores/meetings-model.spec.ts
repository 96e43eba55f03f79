import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decide } from '../../src/domain/decide.js';
import { due } from '../../src/domain/due.js';
import { evolve } from '../../src/domain/evolve.js';
import type { Command } from '../../src/domain/commands.js';
import { notStarted, type Meeting } from '../../src/domain/meeting.js';
import { loadConfig } from '../../src/config/app-config.js';
import { MeetingsService } from '../../src/meetings/meetings.service.js';
import { Metrics } from '../../src/metrics/metrics.js';
import { isKnown } from '../../src/domain/log-entry.js';
import type { LoggedNotice, Notice } from '../../src/domain/notice.js';
import { START } from '../../src/domain/revision.js';
import { Cleanup } from '../support/cleanup.js';
import { command } from '../support/random-commands.js';
import { storeKinds, type StoreHarness } from '../support/store-harness.js';
import { until } from '../support/until.js';

const steps = fc.array(fc.record({ meeting: fc.nat(2), command, wait: fc.nat(200_000) }), { maxLength: 30 });

/**
 * For any sequence of commands, the store has the state that the pure rules compute, and its log leads to
 * that state.
 */
describe.each(Object.entries(storeKinds))('random commands on a store, %s', (_, make) => {
  const cleanup = new Cleanup('after all tests');
  let at: StoreHarness;
  let runs = 0;

  beforeAll(async () => (at = await make(cleanup, { logMaxNotices: 1000 })));

  it('give the state that the log replays to and the rules predict', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (sequence) => {
        const service = new MeetingsService(at.store, at.clock, new Metrics(), loadConfig({}));
        const run = ++runs;
        const model = new Map<string, { meeting: Meeting; notices: Notice[] }>();

        for (const { meeting, command, wait } of sequence) {
          at.clock.set(at.clock.now() + wait);
          const id = `run-${run}-${meeting}`;
          const known = model.get(id) ?? { meeting: notStarted(id), notices: [] };
          const now = at.clock.timestamp();
          const logged = await service.execute(id, command).catch((refusal: unknown) => refusal as Error);
          const breakId = logged instanceof Error ? '' : restIdOf(logged);
          const expected = predicted(known.meeting, command, now, breakId);
          if (logged instanceof Error) {
            expect(expected).toEqual(logged);
            continue;
          }
          if (expected instanceof Error) throw expected;
          expect(logged.map(({ notice }) => notice)).toEqual(expected);
          model.set(id, {
            meeting: expected.reduce(evolve, known.meeting),
            notices: [...known.notices, ...expected],
          });
        }

        for (const [id, { meeting, notices }] of model) {
          const log = (await at.store.readLog(id, START, 1000)).filter(isKnown);
          expect(log.map(({ notice }) => notice)).toEqual(notices);
          expect(log.map(({ prev }) => prev)).toEqual(
            [START, ...log.map((entry) => entry.id)].slice(0, log.length),
          );
          expect(replayed(id, log)).toEqual(meeting);
          const loaded = await at.store.load(id);
          expect(loaded.meeting).toEqual(meeting);
          expect(loaded.revision).toBe(log.at(-1)?.id ?? START);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('are applied exactly once each when two processes run many at once', async () => {
    const [one, other] = [
      new MeetingsService(at.store, at.clock, new Metrics(), loadConfig({})),
      new MeetingsService(at.store, at.clock, new Metrics(), loadConfig({})),
    ];
    const texts = Array.from({ length: 200 }, (_, i) => `break ${i}`);
    // Retries under the same key if the command was not confirmed in time, as leaders do on a busy machine.
    await Promise.all(
      texts.map((message, i) =>
        until(message, () =>
          (i % 2 ? one : other).execute('busy', { type: 'rest', message }, { key: `key ${i}` }),
        ),
      ),
    );
    const log = (await at.store.readLog('busy', START, 1000)).filter(isKnown);
    const heard = log.flatMap(({ notice }) => (notice.event === 'rest_required' ? [notice.message] : []));
    expect(heard.sort()).toEqual([...texts].sort());
  });

  function replayed(id: string, log: readonly LoggedNotice[]): Meeting {
    return log.map(({ notice }) => notice).reduce(evolve, notStarted(id));
  }

  /** Due notices come first; a refused command changes nothing. */
  function predicted(meeting: Meeting, command: Command, now: string, breakId: string): Notice[] | Error {
    const overdue = due(meeting, now);
    try {
      return [...overdue, ...decide(overdue.reduce(evolve, meeting), command, now, breakId)];
    } catch (refusal) {
      return refusal as Error;
    }
  }

  /** The id of the break is the only value that the rules cannot predict. */
  function restIdOf(logged: readonly LoggedNotice[]): string {
    const last = logged.at(-1)?.notice;
    return last?.event === 'rest_required' ? last.rest_id : '';
  }
});
