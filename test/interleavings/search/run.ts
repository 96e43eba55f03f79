import { checkLeaders, unfinished } from '../rules/final.js';
import { checkOnce } from '../rules/once.js';
import type { Scenario } from '../scenarios.js';
import { faults } from '../world/faults.js';
import type { Lane } from '../world/lane.js';
import type { Shared } from '../world/process.js';
import { World, type Violation } from '../world/world.js';
import { mix } from './hash.js';
import type { Seen } from './seen.js';

/** A choice other than the default at a step: {@link DELAY}, or the number of a fault + 1. */
export interface Deviation {
  readonly step: number;
  readonly choice: number;
}

/** The next lane waits until no other lane can run. */
export const DELAY = 0;

/**
 * Maximum number of delays, by the number of faults: `[3, 1]` = three delays without a fault, one with one
 * fault.
 */
export type Budget = readonly number[];

export interface Outcome {
  /** All deviations of the run, including those that `choose` made. */
  readonly deviations: readonly Deviation[];
  readonly violation: Violation | undefined;
  readonly steps: number;
  /**
   * Whether the run stopped at a state that an earlier schedule continued from with the same remaining
   * budget.
   */
  readonly isPruned: boolean;
  /** The alternatives after the last deviation, one deviation each. */
  readonly alternatives: readonly Deviation[];
}

interface Options {
  readonly shared: Shared;
  readonly seen?: Seen;
  readonly log?: (line: string) => void;
  /** Chooses deviations during the run, in addition to the given ones. */
  readonly choose?: (choices: readonly number[]) => number | undefined;
}

/** After all faults have ended, all rules must hold within this time, in milliseconds. */
const RECOVER_WITHIN_MS = 15_000;
/** Node's own function, taken before the simulated time replaces it. */
const endOfTurn = setImmediate;
let unheard: (reason: unknown) => void = () => undefined;
process.on('unhandledRejection', (reason) => unheard(reason));

/** Far above the longest schedule, to stop one that would never end. */
const MOST_STEPS = 5_000;

/** Runs one schedule of a scenario, and checks the rules. */
export async function run(
  scenario: Scenario,
  deviations: readonly Deviation[],
  budget: Budget,
  { shared, seen, log, choose }: Options,
): Promise<Outcome> {
  let step = 0;
  const world = new World(shared, log && ((line) => log(`${String(step).padStart(4)} ${line}`)));
  await scenario.prepare(world);
  scenario.begin(world);
  const alternatives: Deviation[] = [];
  const taken = [...deviations];
  const lastStep = deviations.at(-1)?.step ?? -1;
  const used = { delays: deviations.filter(({ choice }) => choice === DELAY).length, faults: 0 };
  used.faults = deviations.length - used.delays;
  let [next, over, isPruned] = [0, false, false];
  let quietSince: number | undefined;

  for (; !world.violation && !over; step++) {
    if (step > MOST_STEPS) world.violate('end', 'it goes on for ever');
    const lane = world.turn;
    const canChoose = quietSince === undefined;
    let chosen: number | undefined;
    if (deviations[next]?.step === step) chosen = deviations[next++]?.choice;
    else if (step > lastStep && canChoose) {
      if (seen && !seen.add(world.fingerprint(used.delays * 64 + used.faults))) {
        isPruned = true;
        break;
      }
      const choices = choicesAt(world, lane, budget, used);
      if (choose) chosen = choose(choices);
      else choices.forEach((choice) => alternatives.push({ step, choice }));
      if (chosen !== undefined) {
        taken.push({ step, choice: chosen });
        used[chosen === DELAY ? 'delays' : 'faults']++;
      }
    }
    if (chosen !== undefined) {
      await deviate(world, lane, chosen);
      quietSince = undefined;
    } else if (lane) await world.step(lane);
    else if (world.pendingEnds > 0) await world.pass();
    else {
      if (
        quietSince === undefined &&
        taken.every(({ choice }) => choice === DELAY || faults[choice - 1]?.losesNothing)
      )
        checkPrompt(world);
      over = await finish(world, (quietSince ??= world.time.now));
    }
  }
  // Node reports unhandled rejections once per turn of its event loop.
  unheard = (reason) => world.violate('error', `unhandled rejection: ${String(reason)}`);
  await new Promise((resolve) => endOfTurn(resolve));
  if (!world.violation && !isPruned) {
    checkLeaders(bound(world));
    checkOnce(bound(world));
  }
  return { deviations: taken, violation: world.violation, steps: step, isPruned, alternatives };
}

function choicesAt(
  world: World,
  lane: Lane | undefined,
  budget: Budget,
  used: { readonly delays: number; readonly faults: number },
): number[] {
  const choices: number[] = [];
  if (lane && used.delays < (budget[used.faults] ?? 0)) choices.push(DELAY);
  if (used.delays <= (budget[used.faults + 1] ?? -1))
    faults.forEach((fault, i) => fault.canStrike(world) && choices.push(i + 1));
  return choices;
}

async function deviate(world: World, lane: Lane | undefined, choice: number): Promise<void> {
  world.struck = mix(world.struck, mix(choice, world.time.now));
  const fault = faults[choice - 1];
  if (fault) {
    world.tell(() => `FAULT: ${fault.name}`);
    await fault.strike(world);
  } else if (lane) {
    const hasOthers = world.order.some((other) => other !== lane && other.isReady);
    world.tell(() => `DELAY: ${lane.name}`);
    if (hasOthers) world.order = [...world.order.filter((other) => other !== lane), lane];
    else await world.pass();
  }
}

/**
 * Without a loss, members must be up to date without the position check, which exists for losses that nothing
 * else shows. Exception: delays can make an answer of the store exceed its time limit; members then get
 * `degraded`, and the process reads again.
 */
function checkPrompt(world: World): void {
  const last = world.store.placeOf(world.store.revision);
  for (const { name, stream, listening } of world.members)
    if (stream?.connectedAt !== undefined && !listening.isDegraded && listening.position !== last)
      world.violate(
        'late',
        `${name}: nothing was lost, and it is at ${listening.position}, the log at ${last}`,
      );
}

/**
 * After all faults have ended: lets time pass until all rules hold. Resolves with whether the schedule is
 * over.
 */
async function finish(world: World, since: number): Promise<boolean> {
  const lacking = unfinished(world);
  const passed = world.time.now - since;
  if (!lacking && passed > world.lookOnMs) return true;
  if (lacking && passed > RECOVER_WITHIN_MS) world.violate(lacking.rule, lacking.what);
  else await world.pass();
  return false;
}

function bound(world: World): Parameters<typeof checkLeaders>[0] {
  const { store, leaders } = world;
  return { store, leaders, violate: (rule, what) => world.violate(rule, what) };
}
