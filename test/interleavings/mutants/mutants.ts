import type { Commit } from '../../../src/stores/meeting-store.js';
import type { Shipped } from '../shipped.js';
import { SimMeetingStore } from '../world/ports.js';
import { SimStore } from '../world/sim-store.js';
import type { Patches } from './patches.js';

export interface Mutant {
  readonly takesOut: string;
  readonly apply: (patches: Patches, shipped: Shipped) => void | Promise<void>;
  /** The scenario to search. */
  readonly scenario: string;
  /** The rules of which at least one must fail. */
  readonly breaks: RegExp;
}

const nothing = () => undefined;

/**
 * The mechanisms that the delivery guarantee needs. Each mutant removes one from the compiled classes, or
 * from the simulated store if the real store has it in Lua.
 */
export const mutants: readonly Mutant[] = [
  {
    takesOut: 'the repair',
    scenario: 'resume-elsewhere',
    apply: (patches, { LiveMeeting }) => {
      patches.replace(LiveMeeting, 'repair', () => Promise.resolve());
      patches.replace(LiveMeeting, 'receive', ({ position }, original, payload: string) => {
        const { revision } = position as { revision: string };
        const heard = JSON.parse(payload) as { id: string };
        original(JSON.stringify({ ...heard, prev: heard.id > revision ? revision : '0-0' }));
      });
    },
    breaks: /gap|lost/,
  },
  {
    takesOut: 'the buffer at attach',
    scenario: 'resume-elsewhere',
    apply: (patches, { LiveMeeting }) =>
      patches.replace(LiveMeeting, 'join', (_, original, listener: object) =>
        original('closed' in listener ? listener : { send: nothing }),
      ),
    breaks: /gap|late|lost/,
  },
  {
    takesOut: 'the cursor check',
    scenario: 'resume-elsewhere',
    apply: async (patches) => {
      patches.replace(SimMeetingStore, 'readLog', async (_, original, id, after, limit) => {
        const [first, ...rest] = (await original(id, after, limit)) as object[];
        return first ? [{ ...first, prev: after }, ...rest] : [];
      });
      // Builds that read the log backwards compare the cursor in LogTail.
      const tail = await patches.classOf('LogTail').catch(() => undefined);
      if (tail)
        patches.replace(tail, 'between', async (_, original, ...places) => (await original(...places)) ?? []);
    },
    breaks: /gap/,
  },
  {
    takesOut: 'the idempotency key',
    scenario: 'resume-elsewhere',
    apply: (patches) => patches.replace(SimStore, 'keep', nothing),
    breaks: /applied once/,
  },
  {
    takesOut: 'the time limit of a commit',
    scenario: 'resume-elsewhere',
    apply: (patches) =>
      patches.replace(SimMeetingStore, 'commit', (_, original, commit: Commit) =>
        original({ ...commit, withinMs: Infinity }),
      ),
    breaks: /503/,
  },
  {
    takesOut: 'degraded',
    scenario: 'resume-elsewhere',
    apply: (patches, { LiveMeeting }) => patches.replace(LiveMeeting, 'lost', nothing),
    breaks: /degraded/,
  },
  {
    takesOut: 'the position check',
    scenario: 'resume-elsewhere',
    apply: (patches, { Bridge }) =>
      patches.replace(Bridge, 'repair', (_, original, turn?: number) => {
        if (turn === undefined) original(undefined);
      }),
    breaks: /lost/,
  },
  {
    takesOut: 'the second run of a repair, for who asks during the first',
    scenario: 'resume-elsewhere',
    apply: async (patches) =>
      patches.replace(
        await patches.classOf('RetryingTask'),
        'request',
        ({ running }, original) => running ?? original(),
      ),
    breaks: /late|lost/,
  },
  {
    takesOut: 'what is heard while a meeting opens',
    scenario: 'new-elsewhere',
    apply: (patches, { LiveMeeting }) =>
      patches.replace(LiveMeeting, 'receive', ({ mode }, original, payload: string) => {
        if (mode !== 'opening') original(payload);
      }),
    breaks: /late|lost/,
  },
  {
    takesOut: 'the look at the log before a member resumes',
    scenario: 'moves',
    apply: (patches, { LiveMeeting }) => patches.hold(LiveMeeting, 'check', () => Promise.resolve()),
    breaks: /resync|twice|order/,
  },
  {
    takesOut: 'the retry of an alarm',
    scenario: 'timed',
    apply: async (patches, { StoreUnavailable }) =>
      patches.replace(await patches.classOf('Alarm'), 'ringAt', async ({ ring }) => {
        try {
          await (ring as () => Promise<unknown>)();
        } catch (error) {
          if (!(error instanceof StoreUnavailable)) throw error;
        }
      }),
    breaks: /due/,
  },
  {
    takesOut: 'the state after an undo',
    scenario: 'undoes',
    apply: async (patches) =>
      patches.replace(await patches.classOf('MeetingFrames'), 'sendStep', (_, original, step: object) =>
        'state' in step && !('resync' in step) ? undefined : original(step),
      ),
    breaks: /unknown/,
  },
  {
    takesOut: 'the look at what happened since what is undone',
    scenario: 'undoes',
    apply: (patches, { MeetingsService }) =>
      patches.replace(MeetingsService, 'followedByAnswersOnly', () => Promise.resolve(true)),
    breaks: /undo/,
  },
];
