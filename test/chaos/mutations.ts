import type { Change } from './mutant.js';
import type { PlanOptions } from './plan/plan.js';

/** What the guarantee rests on, each taken out, with the faults that need it and the rule that has to notice. */
interface Mutation {
  readonly takesOut: string;
  readonly changes: readonly Change[];
  readonly plan: PlanOptions;
  readonly breaks: RegExp;
}

export const mutations: readonly Mutation[] = [
  {
    takesOut: 'the repair',
    changes: [
      {
        file: 'events/live-meeting.js',
        find: 'heard.prev === this.at.revision && !this.repairs.isRunning',
        put: 'compareRevisions(heard.id, this.at.revision) > 0',
      },
      {
        file: 'events/live-meeting.js',
        find: 'async catchUp() {',
        put: 'async catchUp() {\n        return;',
      },
    ],
    plan: { kinds: ['CLIENT KILL TYPE pubsub'], faults: 12, busy: true, logMaxNotices: 256 },
    breaks: /gap|lost/,
  },
  {
    takesOut: 'the buffer at attach',
    changes: [
      {
        file: 'events/join.js',
        find: 'next: (frame) => waiting.push(frame)',
        put: 'next: () => undefined',
      },
    ],
    plan: { kinds: ['cut members'], faults: 12, busy: true, logMaxNotices: 10_000 },
    breaks: /gap|lost/,
  },
  {
    takesOut: 'the cursor check',
    changes: [
      {
        file: 'meetings/meeting-store.js',
        find: 'return first ? first.prev === cursor : cursor === revision;',
        put: 'return true;',
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
    changes: [
      {
        file: 'redis/lua/commitMeeting-4.lua',
        find: "redis.call('SET', doneKey, done, 'EX', doneTtl)",
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
];
