import { mix } from '../search/hash.js';
import { ANNOUNCEMENT, type SimProcess } from './process.js';
import { MEETING_ID, type Entry } from './sim-store.js';
import type { World } from './world.js';

export interface Fault {
  readonly name: string;
  /** The fault loses nothing, so no member may need the position check to be up to date. */
  readonly losesNothing?: boolean;
  readonly canStrike: (world: World) => boolean;
  readonly strike: (world: World) => Promise<void>;
}

/** Timeout of a command, as on the connections to Redis. */
const COMMAND_TIMEOUT_MS = 2_000;
/** After this time the PINGs have detected that the store does not answer. */
const FOUND_AFTER_MS = 3_000;
const LONG_MS = 6_000;

const eachProcess = (faults: (index: number) => Fault[]) => [0, 1].flatMap(faults);
const alive = (world: World, index: number) => world.processes[index]?.isAlive === true;
const isConnected = (world: World, index: number) =>
  alive(world, index) && !world.store.isHung && world.processes[index]?.feed.connected === true;

function strikeAt(world: World, index: number, work: (process: SimProcess) => void): Promise<void> {
  const process = world.processes[index];
  return process ? world.within(process, () => work(process)) : Promise.resolve();
}

const ofInbox = eachProcess((index) => {
  const announcements = (world: World) => {
    const { items = [] } = world.processes[index]?.lanes.inbox ?? {};
    let count = 0;
    while (items[count]?.what === ANNOUNCEMENT) count++;
    return alive(world, index) ? count : 0;
  };
  const change = (
    name: string,
    least: number,
    work: (items: SimProcess['lanes']['inbox']['items']) => void,
    losesNothing = true,
  ) => ({
    name: `${name} at p${index}`,
    losesNothing,
    canStrike: (world: World) => announcements(world) >= least,
    strike: (world: World) => strikeAt(world, index, (process) => work(process.lanes.inbox.items)),
  });
  return [
    change('an announcement is lost', 1, (items) => void items.shift(), false),
    change('an announcement comes twice', 1, (items) => {
      if (items[0]) items.push({ ...items[0], hash: mix(items[0].hash, 2) });
    }),
    change('two announcements change places', 2, (items) => {
      const [first, second] = items;
      if (first && second) items.splice(0, 2, second, first);
    }),
  ];
});

const ofConnections = eachProcess((index) =>
  (
    [
      ['messages', 0],
      ['both', 0],
      ['both', LONG_MS],
    ] as const
  ).map(([what, ms]) => ({
    name: `p${index} loses ${what === 'both' ? 'both connections' : 'its messages'}${ms ? ` for ${ms / 1000} s` : ''}`,
    canStrike: (world) => isConnected(world, index),
    strike: (world) =>
      strikeAt(world, index, (process) => {
        process.cut(what, world.time.now);
        if (ms === 0) process.reconnect();
        else world.endLater(ms, () => process.isAlive && process.reconnect());
      }),
  })),
);

const ofProcesses = eachProcess((index) => [
  {
    name: `p${index} dies`,
    canStrike: (world) => world.processes.every(({ isAlive }) => isAlive),
    strike: (world) =>
      strikeAt(world, index, (process) => {
        process.die();
        world.time.cancelAllOf(index);
        for (const member of world.members) if (member.stream?.process === process) member.crashed();
        world.leaders.forEach((leader) => leader.crashed(process));
      }),
  },
]);

/**
 * Node reads all data of a connection at once, so both messages are handled before code that waits for the
 * first one continues.
 */
const ofPackets = eachProcess((index) =>
  (['answers', 'inbox'] as const).map((name) => ({
    name: `two of p${index}'s ${name} come in one packet`,
    losesNothing: true,
    canStrike: (world) => (world.processes[index]?.lanes[name].items.length ?? 0) > 1,
    strike: (world) =>
      strikeAt(world, index, (process) => {
        for (const item of process.lanes[name].items.splice(0, 2)) {
          process.note(item.hash);
          item.run();
        }
      }),
  })),
);

const hangs: Fault[] = [1_000, LONG_MS].map((ms) => ({
  name: `the store hangs for ${ms / 1000} s`,
  canStrike: ({ store }) => !store.isHung,
  strike: (world) => hang(world, ms),
}));

async function hang(world: World, ms: number): Promise<void> {
  const { store, processes, time } = world;
  const living = processes.filter(({ isAlive }) => isAlive);
  store.isHung = true;
  for (const process of living) {
    process.awaySince ??= time.now;
    time.owner = process.index;
    for (const connection of [process.commands, process.messages]) {
      connection.onAsked = (pending) =>
        time.after(COMMAND_TIMEOUT_MS, () => store.isHung && connection.giveUp(pending));
      connection.forEachPending(connection.onAsked);
    }
  }
  for (const process of living) {
    time.owner = process.index;
    if (ms > FOUND_AFTER_MS) time.after(FOUND_AFTER_MS, () => process.cut('both', time.now, true));
  }
  world.endLater(ms, () => {
    store.isHung = false;
    for (const process of living.filter(({ isAlive }) => isAlive)) {
      for (const connection of [process.commands, process.messages]) connection.onAsked = undefined;
      if (process.feed.connected) process.awaySince = undefined;
      process.reconnect();
    }
  });
  await world.settle();
}

function ofStore(name: string, canStrike: Fault['canStrike'], work: (world: World) => void): Fault {
  return {
    name,
    canStrike: (world) => !world.store.isHung && canStrike(world),
    strike: (world) => {
      work(world);
      world.store.touch(name.length, true);
      return Promise.resolve();
    },
  };
}

const unknownNotice = (world: World): Entry => {
  const timestamp = world.processes[0]?.service ? new Date(0).toISOString() : '';
  const notice = { event: 'rest_paused', meeting_id: MEETING_ID, timestamp, rest_id: 'r' };
  return world.store.append(notice as never, 'unknown');
};

const ofLog: Fault[] = [
  ofStore(
    'the log is trimmed to its last entry',
    ({ store }) => store.log.length > 1,
    ({ store }) => {
      store.log = store.log.slice(-1);
      store.mayResync = true;
    },
  ),
  ofStore(
    'a damaged entry is logged',
    () => true,
    ({ store }) => {
      store.append('{' as never, 'damaged');
      store.mayResync = true;
    },
  ),
  ofStore(
    'a notice of a later version is logged and announced',
    () => true,
    (world) => world.store.publish(unknownNotice(world)),
  ),
  ofStore(
    'a notice of a later version is logged and not heard of',
    () => true,
    (world) => void unknownNotice(world),
  ),
];

const failover: Fault = {
  name: 'another store takes over, without the last commit',
  canStrike: ({ store }) => !store.isHung,
  strike: async (world) => {
    world.store.loseLastCommit();
    for (const process of world.processes.filter(({ isAlive }) => isAlive))
      await world.within(process, () => {
        process.cut('both', world.time.now);
        process.reconnect();
      });
  },
};

/**
 * All faults. A fault's number is its index, and schedules' names contain it, so add new faults at the end.
 */
export const faults: readonly Fault[] = [
  ...ofInbox,
  ...ofConnections,
  ...ofProcesses,
  ...hangs,
  ...ofLog,
  ...ofPackets,
  failover,
];
