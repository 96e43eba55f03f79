import { checkLeaders, unfinished } from '../rules/final.js';
import { checkOnce } from '../rules/once.js';
import type { Scenario } from '../scenarios.js';
import { faults } from '../world/faults.js';
import type { Lane } from '../world/lane.js';
import type { Shared } from '../world/process.js';
import { World, type Violation } from '../world/world.js';
import { mix } from './hash.js';
import type { Seen } from './seen.js';

/** Something else than the default at a step: {@link DELAY}, or a fault by its number + 1. */
export interface Deviation {
  readonly step: number;
  readonly choice: number;
}

/** What would go next waits until nothing else can go. */
export const DELAY = 0;

/** How many delays there may be, by how many faults there are: `[3, 1]` = three without a fault, one beside one fault. */
export type Budget = readonly number[];

export interface Outcome {
  /** All of them, also those that were chosen on the way. */
  readonly deviations: readonly Deviation[];
  readonly violation: Violation | undefined;
  readonly steps: number;
  /** A state was reached that an earlier schedule went on from, with as much left to choose. */
  readonly isPruned: boolean;
  /** What else could have been chosen, one at a time, after the last deviation. */
  readonly alternatives: readonly Deviation[];
}

interface Options {
  readonly shared: Shared;
  readonly seen?: Seen;
  readonly log?: (line: string) => void;
  /** Chooses as it goes, instead of only what is given. */
  readonly choose?: (choices: readonly number[]) => number | undefined;
}

/** When everything is over there is so long for everybody to have everything. */
const RECOVER_WITHIN_MS = 15_000;
/** Of Node, before the explorer's time takes its place. */
const endOfTurn = setImmediate;
let unheard: (reason: unknown) => void = () => undefined;
process.on('unhandledRejection', (reason) => unheard(reason));

/** Far beyond the longest schedule: one that goes on for ever is broken. */
const MOST_STEPS = 5_000;

/** Runs one schedule of a scenario from its beginning to its end, with the rules. */
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
  // Node looks for rejections that nobody heard once a turn of its event loop.
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
 * Nobody waits for the position check unless something was lost: it is for losses which nothing else shows. Delays can make an answer of
 * the store later than its time limit; members are then told `degraded`, and the process asks again.
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

/** Nothing is wrong any more: time passes until everybody has everything. Answers whether it is over. */
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
