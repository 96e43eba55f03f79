import type { Command } from '../../../src/domain/meeting.js';
import type { Fault, FaultKind, WorldName } from './faults.js';
import { plannedFaults } from './planned-faults.js';
import { Random } from './random.js';

/** A leader's command, planned. Its text is unique in the run, so that what became of it can be told. */
export interface PlannedCommand {
  readonly at: number;
  readonly leader: number;
  readonly service: number;
  readonly meeting: string;
  readonly command: Command;
  /** Sent as Idempotency-Key, and then repeated until it is answered. */
  readonly key: string | undefined;
}

/** All that is decided by the seed before a run begins. */
export interface Plan {
  readonly world: WorldName;
  readonly seed: number;
  readonly services: number;
  readonly meetings: readonly string[];
  /** The meeting each member listens to. */
  readonly members: readonly string[];
  readonly logMaxNotices: number;
  readonly excuseRedis: boolean;
  readonly faults: readonly Fault[];
  readonly commands: readonly PlannedCommand[];
}

/** What a test narrows, so that a seed provokes what it is after. */
export interface PlanOptions {
  /** Left out = one Redis. */
  readonly world?: WorldName;
  readonly kinds?: readonly FaultKind[];
  readonly faults?: number;
  readonly keyed?: number;
  readonly logMaxNotices?: number;
  /** Leaders command five times as often. */
  readonly busy?: boolean;
  /** Some breaks end by themselves, and faults go on until they do. Left out = in a quarter of the seeds. */
  readonly timed?: boolean;
  /** What Redis itself lost may go unnoticed by those who never had it. */
  readonly excuseRedis?: boolean;
}

export const LEADERS = 2;
/** The shortest there are. Their ends come when the faults are over, or in the middle of them. */
const TIMED_SECONDS = { least: 10, most: 12 };
const FAULTS_MS = 3_000;
/** Commands go on for so long after the last fault. */
const AFTER_MS = 300;
/** Apart from every seed that is ever run. */
const EXTRAS = 0x4000_0000;
const ANNOUNCEMENTS = 0x2000_0000;

export function planOf(seed: number, options: PlanOptions = {}): Plan {
  const random = new Random(seed);
  const announcing = new Random(seed + ANNOUNCEMENTS);
  const { world = 'single' } = options;
  const services = random.between(2, 3);
  const meetings = Array.from({ length: random.between(1, 3) }, (_, i) => `s${seed}-m${i}`);
  const members = Array.from(
    { length: random.between(6, 10) },
    (_, i) => meetings[i % meetings.length] ?? '',
  );
  const timed = options.timed ?? seed % 4 === 0;
  const faults = plannedFaults(random, new Random(seed + EXTRAS), {
    world,
    kinds: options.kinds,
    count: options.faults ?? random.between(3, 7) * (timed ? 2 : 1),
    services,
    meetings,
    withinMs: timed ? TIMED_SECONDS.most * 1_000 : FAULTS_MS,
  });
  const lastFault = Math.max(...faults.map(({ at, ms }) => at + ms));
  return {
    world,
    seed,
    services,
    meetings,
    members,
    // A small log is trimmed past members that were away: they have to be told.
    logMaxNotices: options.logMaxNotices ?? random.pick([256, 256, 256, 8]),
    excuseRedis: options.excuseRedis ?? false,
    faults,
    commands: Array.from({ length: LEADERS }, (_, leader) => commandsOf(leader)).flat(),
  };

  function commandsOf(leader: number): PlannedCommand[] {
    const commands: PlannedCommand[] = [];
    // Some runs are silent at the end, so that a loss has to be found without a later notice.
    const toTheEnd = random.chance(0.5) && !timed;
    const until = toTheEnd ? lastFault + AFTER_MS : random.between(1_000, FAULTS_MS);
    for (
      let at = random.between(0, 200);
      at < until;
      at += random.between(20, 180) / (options.busy ? 5 : 1)
    ) {
      const name = `${seed}.${leader}.${commands.length}`;
      const type = random.pick(['start', 'end', ...Array<'rest'>(8).fill('rest')] as const);
      commands.push({
        at,
        leader,
        service: random.between(0, services - 1),
        meeting: random.pick(meetings),
        command: type === 'rest' ? said(rest(name), name) : { type },
        key: random.chance(options.keyed ?? 0.4) ? name : undefined,
      });
    }
    return commands;
  }

  /** Some of the breaks are announcements instead. Drawn apart, so that the rest of a seed stays what it was. */
  function said(called: Command, message: string): Command {
    return announcing.chance(0.15) ? { type: 'announce', message } : called;
  }

  /** In a timed run leaders fall silent early, and what they called last ends by itself. */
  function rest(message: string): Command {
    if (!timed || random.chance(0.3)) return { type: 'rest', message };
    const durationSeconds = random.between(TIMED_SECONDS.least, TIMED_SECONDS.most);
    return { type: 'rest', message, durationSeconds };
  }
}
