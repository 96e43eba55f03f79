import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { loadConfig } from '../../src/config/app-config.js';
import type { Command } from '../../src/domain/commands.js';
import type { Meeting } from '../../src/domain/meeting.js';
import { NothingToUndo } from '../../src/domain/refusals.js';
import { MeetingsService } from '../../src/meetings/meetings.service.js';
import { Metrics } from '../../src/metrics/metrics.js';
import { Cleanup } from '../support/cleanup.js';
import { command } from '../support/random-commands.js';
import { storeKinds, type StoreHarness } from '../support/store-harness.js';

/** A leader undoes in time or too late; during longer waits breaks begin and end by themselves. */
const called = fc.record({
  command,
  wait: fc.oneof(fc.nat(6_000), fc.nat(200_000)),
  undoneAfter: fc.option(fc.nat(12_000), { freq: 2 }),
});
const steps = fc
  .array(called, { minLength: 1, maxLength: 20, size: 'max' })
  .map((calls) =>
    calls.flatMap(({ command, wait, undoneAfter }) => [
      { command, wait },
      ...(undoneAfter === null ? [] : [{ command: undo, wait: undoneAfter }]),
    ]),
  );
const undo = { type: 'undo' } as const;

const UNDO_MS = 10_000;
const lasting = new Set<Command['type']>(['announce', 'end', 'undo']);

/** The command that an undo takes back (docs/protocol.md, "Commands"). */
interface Last {
  readonly id: string;
  readonly at: number;
  readonly before: Meeting;
}

describe.each(Object.entries(storeKinds))('undo among random commands, %s', (kind, make) => {
  const cleanup = new Cleanup('after all tests');
  const numRuns = kind === 'embedded' ? 200 : 20;
  let at: StoreHarness;
  let runs = 0;
  const undos = { done: 0, refused: 0 };

  beforeAll(async () => (at = await make(cleanup, { logMaxNotices: 1000 })));
  afterAll(() => {
    // Otherwise the run has tested no undo.
    expect(undos.done).toBeGreaterThan(0);
    expect(undos.refused).toBeGreaterThan(0);
  });

  it('brings back exactly the meeting before the last command, once, within 10 s, before anything else is logged', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (sequence) => {
        const config = loadConfig({ HISTORY_RETENTION_HOURS: '720' });
        const service = new MeetingsService(at.store, at.clock, new Metrics(), config);
        const id = `undo-${++runs}`;
        let last: Last | undefined;

        for (const { command, wait } of sequence) {
          at.clock.set(at.clock.now() + wait);
          // Notices that were due meanwhile are logged, too.
          if ((await service.commitDue(id)).length > 0) last = undefined;
          const { meeting: before, revision } = await at.store.load(id);
          const now = at.clock.now();
          const logged = await service.execute(id, command).catch((refusal: unknown) => refusal as Error);
          // Reads the store directly, because the service would log due notices first.
          const after = await at.store.load(id);

          if (logged instanceof Error) {
            expect(after).toMatchObject({ meeting: before, revision });
            if (command.type !== 'undo') continue;
            expect(logged).toBeInstanceOf(NothingToUndo);
            expect(last && now - last.at <= UNDO_MS).toBeFalsy();
            undos.refused++;
          } else if (command.type === 'undo') {
            expect(now - (last?.at ?? -Infinity)).toBeLessThanOrEqual(UNDO_MS);
            expect(logged.map(({ notice }) => notice)).toMatchObject([
              { event: 'undone', undone_id: last?.id },
            ]);
            expect(after.meeting).toEqual(last?.before);
            last = undefined;
            undos.done++;
          } else if (logged.length > 0) {
            const end = logged.at(-1)?.id ?? '';
            last = lasting.has(command.type) ? undefined : { id: end, at: now, before };
          }
        }
      }),
      { numRuns },
    );
  });
});
