import type { Edit } from '../mutants/edit.js';
import type { PlanOptions } from './plan/plan.js';

/** One protection removed, the faults under which it matters, and the rule that must report it. */
interface Mutation {
  readonly takesOut: string;
  readonly edits: readonly Edit[];
  readonly plan: PlanOptions;
  readonly breaks: RegExp;
}

export const mutations: readonly Mutation[] = [
  {
    takesOut: 'the repair',
    edits: [
      {
        symbol: 'LiveMeeting',
        part: 'if prev isReplayable',
        put: 'compareRevisions(message.id, this.current.revision) > 0',
      },
      {
        symbol: 'LiveMeeting.catchUp',
        part: 'body',
        put: '{ return; }',
      },
    ],
    plan: { kinds: ['CLIENT KILL TYPE pubsub'], faults: 12, busy: true, logMaxNotices: 256 },
    breaks: /gap|lost/,
  },
  {
    takesOut: 'the buffer at attach',
    edits: [
      {
        symbol: 'attach',
        part: 'function push',
        put: '() => undefined',
      },
    ],
    plan: { kinds: ['cut members'], faults: 12, busy: true, logMaxNotices: 10_000 },
    breaks: /gap|lost/,
  },
  {
    takesOut: 'the cursor check',
    edits: [
      {
        symbol: 'LogTail.between.continues',
        part: 'value',
        put: 'true',
      },
    ],
    plan: {
      kinds: ['CLIENT KILL TYPE pubsub'],
      faults: 12,
      busy: true,
      logMaxNotices: 1,
    },
    breaks: /gap|lost/,
  },
  {
    takesOut: 'the idempotency key',
    edits: [
      {
        symbol: 'commitMeeting-5.lua',
        part: "redis.call('SET', doneKey, done, 'EX', doneTtl)",
        put: '',
      },
    ],
    plan: {
      kinds: ['cut leaders', 'cut Redis', 'Redis does not hear service'],
      faults: 12,
      keyed: 1,
      logMaxNotices: 256,
    },
    breaks: /applied once/,
  },
  {
    takesOut: 'the state after an undo',
    edits: [{ symbol: 'planThrough.needsState', part: 'value', put: 'false' }],
    plan: { kinds: ['cut leaders'], faults: 3, busy: true, logMaxNotices: 256 },
    breaks: /a state follows/,
  },
  {
    takesOut: 'that who did it is for leaders only',
    edits: [
      { symbol: 'attach', part: 'condition isLeader', put: 'shared.map(({ forLeaders }) => forLeaders)' },
    ],
    plan: { kinds: ['cut members'], faults: 6, busy: true, logMaxNotices: 256 },
    breaks: /who did it/,
  },
];
