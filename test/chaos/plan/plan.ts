import { followUp, LONGEST_TIMED_SECONDS, rest, varied, type Call } from './calls.js';
import type { Fault, FaultKind, WorldName } from './faults.js';
import { plannedBreak, type PlannedBreak } from './planned-break.js';
import { plannedFaults } from './planned-faults.js';
import { Random } from './random.js';

/** A planned call. Its text is unique in the run, so that its effects can be recognised. */
export interface PlannedCommand {
  readonly at: number;
  readonly leader: number;
  readonly service: number;
  readonly meeting: string;
  readonly command: Call;
  /** If set, sent as Idempotency-Key, and the call is repeated until it is answered. */
  readonly key: string | undefined;
  /** A call that the same leader makes after the answer. */
  readonly then?: Call | undefined;
}

/** Everything about a run that its seed decides in advance. */
export interface Plan {
  readonly world: WorldName;
  readonly seed: number;
  readonly services: number;
  readonly meetings: readonly string[];
  /** For each member, the meeting that it listens to. */
  readonly members: readonly string[];
  readonly logMaxNotices: number;
  readonly excuseRedis: boolean;
  /** Whether the run waits until the timed breaks have ended. */
  readonly timed: boolean;
  readonly faults: readonly Fault[];
  readonly commands: readonly PlannedCommand[];
  readonly plannedBreak: PlannedBreak;
}

/** Limits on a plan, with which a test makes its seeds provoke one kind of failure. */
export interface PlanOptions {
  /** Default: `single`. */
  readonly world?: WorldName;
  readonly kinds?: readonly FaultKind[];
  readonly faults?: number;
  readonly keyed?: number;
  readonly logMaxNotices?: number;
  /** Leaders send commands five times as often. */
  readonly busy?: boolean;
  /** Some breaks are timed, and the faults go on until these end. Default: in a quarter of the seeds. */
  readonly timed?: boolean;
  /** Losses of Redis itself need not be told to members that never received what was lost. */
  readonly excuseRedis?: boolean;
}

export const LEADERS = 2;
const FAULTS_MS = 3_000;
/** Commands continue for this long after the last fault. */
const AFTER_MS = 300;
/** Separates the extra random numbers of a plan from those of every seed in use. */
const EXTRAS = 0x4000_0000;
const OTHER_CALLS = 0x2000_0000;
const PLANNED = 0x1000_0000;

const PLANNED_MEMBERS = 3;
/**
 * The share of the faults, and of the members that join during a fault, in the meeting with the planned
 * break.
 */
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
    // A small log is trimmed past the cursors of members that were away, which must get a resync.
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
    // Some runs end in silence, so that a loss must be found without a later notice.
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
