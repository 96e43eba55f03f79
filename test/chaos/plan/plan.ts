import { followUp, LONGEST_TIMED_SECONDS, rest, varied, type Call } from './calls.js';
import type { Fault, FaultKind, WorldName } from './faults.js';
import { plannedBreak, type PlannedBreak } from './planned-break.js';
import { plannedFaults } from './planned-faults.js';
import { Random } from './random.js';

/** A call, planned. Its text is unique in the run, so that what became of it can be told. */
export interface PlannedCommand {
  readonly at: number;
  readonly leader: number;
  readonly service: number;
  readonly meeting: string;
  readonly command: Call;
  /** Sent as Idempotency-Key, and then repeated until it is answered. */
  readonly key: string | undefined;
  /** What the same leader calls once it is answered. */
  readonly then?: Call | undefined;
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
  /** The run goes on until the breaks with a duration have ended. */
  readonly timed: boolean;
  readonly faults: readonly Fault[];
  readonly commands: readonly PlannedCommand[];
  readonly plannedBreak: PlannedBreak;
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
const FAULTS_MS = 3_000;
/** Commands go on for so long after the last fault. */
const AFTER_MS = 300;
/** Apart from every seed that is ever run. */
const EXTRAS = 0x4000_0000;
const OTHER_CALLS = 0x2000_0000;
const PLANNED = 0x1000_0000;

const PLANNED_MEMBERS = 3;
/** So many of the faults, and of the members that come during one, are of the meeting in which a break is planned. */
const PLANNED_FAULTS = 0.3;

export function planOf(seed: number, options: PlanOptions = {}): Plan {
  const random = new Random(seed);
  const other = new Random(seed + OTHER_CALLS);
  const forPlanned = new Random(seed + PLANNED);
  const { world = 'single' } = options;
  const services = random.between(2, 3);
  const meetings = Array.from({ length: random.between(1, 3) }, (_, i) => `s${seed}-m${i}`);
  const members = Array.from(
    { length: random.between(6, 10) },
    (_, i) => meetings[i % meetings.length] ?? '',
  );
  const timed = options.timed ?? seed % 4 === 0;
  const planned = plannedBreak(forPlanned, `s${seed}-planned`);
  const faults = plannedFaults(random, new Random(seed + EXTRAS), {
    world,
    kinds: options.kinds,
    count: options.faults ?? random.between(3, 7) * (timed ? 2 : 1),
    services,
    meetings,
    withinMs: timed ? LONGEST_TIMED_SECONDS * 1_000 : FAULTS_MS,
  }).map((fault) => (forPlanned.chance(PLANNED_FAULTS) ? { ...fault, meeting: planned.meeting } : fault));
  const lastFault = Math.max(...faults.map(({ at, ms }) => at + ms));
  return {
    world,
    seed,
    services,
    meetings: [...meetings, planned.meeting],
    members: [...members, ...Array<string>(PLANNED_MEMBERS).fill(planned.meeting)],
    // A small log is trimmed past members that were away: they have to be told.
    logMaxNotices: options.logMaxNotices ?? random.pick([256, 256, 256, 8]),
    excuseRedis: options.excuseRedis ?? false,
    timed,
    faults,
    commands: [
      ...Array.from({ length: LEADERS }, (_, leader) => commandsOf(leader)).flat(),
      ...aroundPlanned(),
    ],
    plannedBreak: planned,
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
      const planned = {
        at,
        leader,
        service: random.between(0, services - 1),
        meeting: random.pick(meetings),
        command: command(type, name),
        key: random.chance(options.keyed ?? 0.4) ? name : undefined,
      };
      commands.push({ ...planned, then: followUp(other, planned.command) });
    }
    return commands;
  }

  function aroundPlanned(): PlannedCommand[] {
    const { meeting, calls } = planned;
    return calls.map((call) => ({
      ...{ leader: 0, meeting, key: forPlanned.chance(0.5) ? `${meeting}-${call.at}` : undefined },
      ...{ service: forPlanned.between(0, services - 1), ...call },
    }));
  }

  function command(type: 'start' | 'rest' | 'end', name: string): Call {
    if (type === 'rest') return varied(other, timed, rest(random, timed, name));
    return type === 'start' && other.chance(0.5) ? { type, title: name } : { type };
  }
}
