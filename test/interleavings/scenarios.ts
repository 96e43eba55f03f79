import type { World } from './world/world.js';

export interface Scenario {
  readonly name: string;
  /** Brings the world to the state in which all schedules begin; it has no choices. */
  readonly prepare: (world: World) => Promise<void>;
  readonly begin: (world: World) => void;
}

const rest = (message: string) => ({ type: 'rest', message }) as const;

/** A meeting that has had one break, and one member who is connected to the first process. */
async function running(world: World): Promise<void> {
  for (const command of [{ type: 'start' }, rest('earlier'), { type: 'resume' }] as const)
    world.store.apply(command);
  world.addMember('Aki', 0).come();
  await untilQuiet(world);
}

async function untilQuiet(world: World): Promise<void> {
  for (let lane = world.turn; lane; lane = world.turn) await world.step(lane);
}

/** Two leaders on two processes call a break each, while a second member opens a stream. */
function with2Leaders(name: string, process: number, resumes: boolean): Scenario {
  return {
    name,
    prepare: running,
    begin: (world) => {
      const cursor = resumes ? world.store.truth[0]?.id : undefined;
      world.addLeader('leader 1', 0, rest('one'));
      world.addMember('Ben', process, cursor).come();
      world.addLeader('leader 2', 1, rest('two'));
    },
  };
}

/** A member moves to the other process, which may be behind, and which has a member already. */
const moves: Scenario = {
  name: 'moves',
  prepare: async (world) => {
    await running(world);
    world.addMember('Ben', 1).come();
    await untilQuiet(world);
  },
  begin: (world) => {
    world.addLeader('leader 1', 0, rest('one'), rest('two'));
    world.members[0]?.move(1);
  },
};

/** A break ends by itself: all processes with members try to log the end, and one of them succeeds. */
const timed: Scenario = {
  name: 'timed',
  prepare: async (world) => {
    await running(world);
    world.addMember('Ben', 1).come();
    await untilQuiet(world);
  },
  begin: (world) => {
    world.addLeader('leader 1', 0, { ...rest('one'), durationSeconds: 3 });
    world.endLater(3_500, () => undefined);
  },
};

/** The last member of a process leaves: its count must be removed. */
const leaves: Scenario = {
  name: 'leaves',
  prepare: timed.prepare,
  begin: (world) => {
    world.addLeader('leader 1', 0, rest('one'));
    world.members[1]?.leave();
  },
};

/** A leader sends an announcement after a break, while a second member resumes on the other process. */
const announces: Scenario = {
  name: 'announces',
  prepare: running,
  begin: (world) => {
    world.addLeader('leader 1', 0, rest('one'), { type: 'announce', message: 'said' });
    world.addMember('Ben', 1, world.store.truth[0]?.id).come();
  },
};

/**
 * A leader undoes a break while another leader calls one; the undo is allowed only if it comes first. A
 * member resumes meanwhile.
 */
const undoes: Scenario = {
  name: 'undoes',
  prepare: async (world) => {
    await running(world);
    world.store.apply(rest('one'));
    await untilQuiet(world);
  },
  begin: (world) => {
    world.addLeader('leader 1', 0, { type: 'undo' });
    world.addMember('Ben', 1, world.store.truth[0]?.id).come();
    world.addLeader('leader 2', 1, rest('two'));
  },
};

/** A break is shortened, so that it ends before the time for which each process had set its alarm. */
const shortens: Scenario = {
  name: 'shortens',
  prepare: timed.prepare,
  begin: (world) => {
    world.addLeader(
      'leader 1',
      0,
      { ...rest('one'), durationSeconds: 120 },
      { type: 'extend', seconds: -100 },
    );
    world.lookOnMs = 22_000;
  },
};

/** A break is planned by the clock. A leader undoes that it was skipped; then it is due on both processes. */
const planned: Scenario = {
  name: 'planned',
  prepare: async (world) => {
    await running(world);
    world.addMember('Ben', 1).come();
    const clock = { at: ['10:30'], time_zone: 'UTC', duration_minutes: 1 };
    const schedule = { ...clock, mode: 'auto', warn_seconds: 0, language: 'en' } as const;
    world.store.apply({ type: 'set_schedule', schedule });
    world.store.apply({ type: 'skip' });
    await untilQuiet(world);
  },
  begin: (world) => {
    world.addLeader('leader 1', 0, { type: 'undo' });
    world.endLater(4_000, () => undefined);
  },
};

export const scenarios: readonly Scenario[] = [
  with2Leaders('resume-elsewhere', 1, true),
  with2Leaders('resume-here', 0, true),
  with2Leaders('new-elsewhere', 1, false),
  moves,
  timed,
  leaves,
  announces,
  undoes,
  shortens,
  planned,
];
