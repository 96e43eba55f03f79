import { setTimeout as delay } from 'node:timers/promises';
import { inspect } from 'node:util';
import { finalMeetings } from './final.js';
import type { History, Violation } from './history.js';
import { targetOf, type Fault, type FaultKind } from './plan/faults.js';
import type { Plan, PlannedCommand } from './plan/plan.js';
import { evolve } from './rules/meeting-state.js';
import { violations } from './rules/violations.js';
import { send } from './world/leader.js';
import { strike } from './world/strike.js';
import { Teardown } from './world/teardown.js';
import { World, type Builds } from './world/world.js';

/** How long after the last fault the state of every stream may still be wrong. */
const QUIET_MS = 5_000;
/** How long a service may need to reconnect to Redis. The quiet begins only then. */
const RECOVERY_MS = 10_000;
const LOOK_EVERY_MS = 100;

/** A repeated command begins its break, and so ends it, later than planned. */
const AFTER_END_MS = 2_000;
const AFTER_PLANNED_MS = 500;

/** When a fault began and ended, and whether it had an effect. */
interface Struck {
  readonly fault: Fault;
  readonly from: number;
  readonly to: number;
  readonly struck: boolean;
}

export interface Outcome {
  readonly plan: Plan;
  readonly history: History;
  readonly struck: readonly Struck[];
  readonly violations: readonly Violation[];
  /** When the first faults and commands were due; before it, the world got ready. */
  readonly begunAt: number;
  readonly quietAt: number;
  /** When all members and services agreed, or the time for it was over. */
  readonly endedAt: number;
  /** The output of the services. */
  readonly outputs: readonly string[];
}

/** Runs a plan: faults and commands, then quiet, then the rules. Stops everything that it started. */
export async function run(plan: Plan, builds: Builds): Promise<Outcome> {
  const teardown = new Teardown();
  let world: World | undefined;
  try {
    world = await World.build(teardown, plan, builds);
    return await runIn(world, plan);
  } catch (error) {
    // A run that does not complete proves nothing, so it fails like one that breaks a rule.
    const what = inspect(error);
    const outputs = world ? outputsOf(world) : [];
    const history = {
      members: [],
      commands: [],
      meetings: [],
      forgottenAt: [],
      injected: [],
      outages: [],
      takenAt: 0,
    };
    const broken = [{ rule: 'the run itself', what, at: 0 }];
    return { plan, history, struck: [], violations: broken, begunAt: 0, quietAt: 0, endedAt: 0, outputs };
  } finally {
    await teardown.run();
  }
}

function outputsOf({ services }: World): string[] {
  return services.map(({ outputs }) => outputs.map(({ output }) => output).join('--- started again\n'));
}

async function runIn(world: World, plan: Plan): Promise<Outcome> {
  const begunAt = world.now();
  const struck: Struck[] = [];
  const busy = new Map<string, Promise<void>>();

  const commands = plan.commands.map(async (command) => {
    await delay(command.at);
    const { status } = await send(world, command, world.leaderUrls);
    if (status !== 200 || !command.then) return;
    const next = { ...command, command: command.then, key: command.key && `${command.key}-then` };
    await send(world, next, world.leaderUrls);
  });
  const faults = plan.faults.map(async (fault) => {
    await delay(fault.at);
    // Faults of one target wait for each other: a frozen Redis must not be restarted at the same time.
    const target = targetOf(fault);
    const turn = (busy.get(target) ?? Promise.resolve()).then(() => suffer(fault));
    busy.set(target, turn);
    await turn;
  });
  await Promise.all([...commands, ...faults]);
  const lastEnd = plan.timed ? Math.max(0, ...plan.commands.map(endOf)) : 0;
  const until = Math.max(begunAt + lastEnd + AFTER_END_MS, world.plannedAt + AFTER_PLANNED_MS);
  await delay(Math.max(0, until - world.now()));
  const recovered = await passes(RECOVERY_MS, () => world.ready().catch(() => false));
  const quietAt = world.now();
  // This must come before any read, because a read settles what is due.
  const areToldOfBreaks = await passes(QUIET_MS, () => Promise.resolve(waiting().length === 0));
  const late = areToldOfBreaks ? [] : waiting();

  let history: History;
  let broken: Violation[] = [];
  do {
    history = await historyOf(world, plan, struck);
    broken = violations(history);
    if (broken.length > 0) await delay(LOOK_EVERY_MS);
  } while (broken.length > 0 && world.now() - quietAt < QUIET_MS);
  broken.push(...late);
  if (!recovered) broken.push({ rule: 'recovery', what: 'a service did not get ready again', at: quietAt });
  const outputs = outputsOf(world);
  return { plan, history, struck, violations: broken, begunAt, quietAt, endedAt: world.now(), outputs };

  /** Members that were told of a planned break, but got nothing when its time came. */
  function waiting(): Violation[] {
    const isOver = (time: unknown) => typeof time === 'string' && Date.parse(time) < world.clock();
    return world.members.flatMap(({ history }) => {
      // `framesOf` would cache the frames so far.
      const frames = history.happenings.filter((happening) => happening.kind === 'frame');
      const next = frames.reduce(evolve, undefined)?.nextRestAt;
      const what = `${history.name} still waits for the break of ${String(next)}`;
      return isOver(next) ? [{ rule: 'planned breaks begin', what, at: world.now() }] : [];
    });
  }

  async function suffer(fault: Fault): Promise<void> {
    const from = world.now();
    const visits = fault.visits.map((visit) => world.visit(fault.meeting, visit));
    const didStrike = await strike(world, fault);
    const to = world.now();
    await Promise.all(visits);
    if (didStrike && AWAY.includes(fault.kind)) world.outages.push({ from, to, meeting: undefined });
    struck.push({ fault, from, to, struck: didStrike });
  }

  async function passes(ms: number, probe: () => Promise<boolean>): Promise<boolean> {
    const giveUpAt = world.now() + ms;
    while (world.now() < giveUpAt) {
      if (await probe()) return true;
      await delay(LOOK_EVERY_MS);
    }
    return false;
  }
}

/** When the break that the command begins or moves ends by itself; 0 = never. */
function endOf({ at, command }: PlannedCommand): number {
  const seconds =
    'endsInSeconds' in command
      ? command.endsInSeconds
      : 'durationSeconds' in command
        ? command.durationSeconds
        : undefined;
  return seconds === undefined ? 0 : at + seconds * 1_000;
}

/** Faults after which Redis may have lost acknowledged writes. */
const LOSE_DATA: readonly FaultKind[] = [
  'FLUSHALL',
  'redis SIGKILL, data lost',
  'failover, writes lost',
  'master SIGKILL',
  'node SIGSTOP',
  'key of another type',
];

/** Faults during which no service can use Redis. */
const AWAY: readonly FaultKind[] = ['redis SIGSTOP', 'DEBUG SLEEP'];

async function historyOf(world: World, plan: Plan, struck: readonly Struck[]): Promise<History> {
  const oldest = Math.min(...world.services.map(({ listensSince }) => world.timeOf(listensSince)));
  const forgottenAt = struck
    .filter(({ fault, from }) => LOSE_DATA.includes(fault.kind) && from <= oldest)
    .map(({ to }) => to);
  const redisLostAt = struck.filter(({ fault }) => LOSE_DATA.includes(fault.kind)).map(({ to }) => to);
  const takenAt = world.now();
  // The services are read first: notices that members receive meanwhile can only add to what they know.
  const meetings = await finalMeetings(world, plan);
  return {
    members: world.members.map(({ history }) => ({
      ...history,
      happenings: [...history.happenings],
      streams: history.streams.map((stream) => ({ ...stream, said: [...stream.said] })),
    })),
    commands: world.commands,
    meetings,
    forgottenAt,
    injected: world.injected,
    outages: world.outages,
    takenAt,
    ...(plan.excuseRedis ? { redisLostAt } : {}),
  };
}
