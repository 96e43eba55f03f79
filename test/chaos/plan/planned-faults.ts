import { faultKinds, targetOf, type Fault, type FaultKind, type Visit, type WorldName } from './faults.js';
import type { Random } from './random.js';

export interface FaultsOptions {
  readonly world: WorldName;
  readonly kinds: readonly FaultKind[] | undefined;
  readonly count: number;
  readonly services: number;
  readonly meetings: readonly string[];
  /** No fault begins later than this after the run began. */
  readonly withinMs: number;
}

/** The store is away during these, sometimes for longer than members may wait for `degraded`. */
const OUTAGES: readonly FaultKind[] = ['redis SIGSTOP', 'key of another type'];
const LONG_OUTAGE_MS = { least: 6_500, most: 7_500 };

/** A member joins at most this long after the fault began, and within its first half. */
const VISIT_WITHIN_MS = 800;

/**
 * The faults of a run, in order; faults of one target never overlap. `extras` is a separate source of random
 * numbers, so that it changes no older seed.
 */
export function plannedFaults(random: Random, extras: Random, options: FaultsOptions): Fault[] {
  const { world, kinds = faultKinds[world], services, meetings, withinMs } = options;
  const busyUntil = new Map<string, number>();
  const faults = Array.from({ length: options.count }, fault);
  const inOrder = faults.sort((a, b) => a.at - b.at);
  const planned = inOrder.flatMap((fault) => {
    const target = targetOf(fault);
    const at = Math.max(fault.at, busyUntil.get(target) ?? 0);
    busyUntil.set(target, at + fault.ms);
    return at > withinMs ? [] : [{ ...fault, at }];
  });
  return world === 'versions' ? [...planned, ...lastRolls(planned)] : planned;

  function fault(): Fault {
    const kind = random.pick(kinds);
    const at = random.between(0, withinMs);
    // Mostly shorter than every timeout of the service; some longer.
    const usual = random.chance(0.8) ? random.between(200, 900) : random.between(900, 4_000);
    const isLong = OUTAGES.includes(kind) && extras.chance(0.3);
    const ms = isLong ? extras.between(LONG_OUTAGE_MS.least, LONG_OUTAGE_MS.most) : usual;
    const [service, bytes] = [random.between(0, services - 1), random.between(0, 700)];
    const visits = [visit(ms, false), visit(ms, true)];
    return { kind, at, ms, service, bytes, meeting: extras.pick(meetings), visits };
  }

  function visit(ms: number, resumes: boolean): Visit {
    return { after: extras.between(0, Math.min(VISIT_WITHIN_MS, ms >> 1)), resumes };
  }

  /** Half of the runs end with both versions running side by side. */
  function lastRolls(planned: readonly Fault[]): Fault[] {
    if (extras.chance(0.5)) return [];
    const at = Math.max(0, ...planned.map((fault) => fault.at + fault.ms));
    return Array.from({ length: services }, (_, service) => {
      return { kind: 'roll forward', at, ms: 0, service, bytes: 0, meeting: '', visits: [] };
    });
  }
}
