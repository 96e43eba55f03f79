/**
 * A working day of eight hours in twenty minutes: records what was called, and what both browsers showed and
 * when.
 */
import { loadavg } from 'node:os';
import type { Undo } from '../../support/redis-server.js';
import { breaksOf, seenOn, type Kind } from '../browsers.js';
import type { Called } from './leader.js';
import { Stage, wait } from './stage.js';
import { isGood, verdictOn } from './verdict.js';

/** 8 hours in 20 minutes. */
const TIMES_FASTER = 24;
const BEGINS_MINUTES = 9 * 60;
/** The same bound as in troubles.ts. */
const TOLD_MS = 5_000;
const UNTOLD_MS = 45_000;

type Act = (stage: Stage) => unknown;

const inDay = (minutes: number) => (minutes * 60) / TIMES_FASTER;
const rest =
  (message: string, minutes: number | null): Act =>
  ({ leader }) =>
    leader.rest(message, minutes === null ? null : Math.max(10, Math.round(inDay(minutes))));
/** The current break must be on the screen this long after now. */
const hearsWithin =
  (ms: number): Act =>
  ({ leader }) => {
    const last = leader.called.at(-1);
    if (last) last.due = Date.now() + ms;
  };
const hide: Act = async ({ members }) => {
  for (const { browser } of members) await (await browser.open('landing')).bringToFront();
};
const endBackgrounds: Act = ({ members }) =>
  Promise.all(members.map(({ browser }) => browser.endBackground()));

/** The events of the day, by its clock. */
const DAY: readonly (readonly [time: string, ...acts: Act[]])[] = [
  ['9:30', rest('first', 5)],
  ['10:00', hide],
  ['10:20', endBackgrounds],
  ['10:30', rest('in a hidden tab', 10)],
  ['11:00', ({ members }) => Promise.all(members.map(({ page }) => page.bringToFront()))],
  ['11:10', endBackgrounds, rest('right after the background was killed', 5), hearsWithin(TOLD_MS)],
  ['12:00', rest('lunch', 60)],
  ['12:05', endBackgrounds],
  ['12:10', ({ members }) => members.forEach(({ browser }) => browser.freeze())],
  ['13:05', rest('while the machine sleeps', 20)],
  ['13:10', ({ members }) => members.forEach(({ browser }) => browser.wake()), hearsWithin(TOLD_MS)],
  ['13:40', rest('made longer', 5)],
  ['13:43', ({ leader }) => leader.extend(Math.round(inDay(5)))],
  ['14:10', ({ world }) => world.cut()],
  ['14:14', rest('while the link is cut', 20)],
  ['14:16', endBackgrounds],
  ['14:18', ({ world }) => world.mend(), hearsWithin(UNTOLD_MS)],
  ['14:50', rest('before the service restarts', 20)],
  ['14:53', (stage) => stage.restart()],
  ['15:25', ({ world }) => world.silence()],
  ['15:30', rest('while the link is silent', 40)],
  ['15:40', endBackgrounds],
  ['15:50', ({ world }) => world.heal(), hearsWithin(UNTOLD_MS)],
  ['16:20', rest('without an end', null)],
  ['16:30', ({ leader }) => leader.resume()],
  ['16:40', rest('replaced', 10)],
  ['16:42', rest('in its place', 5)],
  ['17:00', ({ leader }) => leader.command('/end')],
];

const minutesOf = (time: string) => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
};

export async function work(undo: Undo, kinds: readonly Kind[]) {
  const stage = await Stage.open(undo, kinds, { onRedis: true });
  await wait(5);
  const begun = Date.now();
  const clockAt = (at: number) => {
    const minutes = BEGINS_MINUTES + ((at - begun) / 60_000) * TIMES_FASTER;
    return `${String(Math.floor(minutes / 60))}:${(minutes % 60).toFixed(1).padStart(4, '0')}`;
  };
  for (const [time, ...acts] of DAY) {
    await wait(inDay(minutesOf(time) - BEGINS_MINUTES) - (Date.now() - begun) / 1000);
    for (const act of acts) await act(stage);
  }
  await wait(3);
  const { called } = stage.leader;
  const screens = await Promise.all(
    stage.members.map(async ({ kind, page }) => {
      const seen = await seenOn(page);
      return { kind, shown: breaksOf(seen), verdict: verdictOn(seen, called) };
    }),
  );
  console.table(
    called.map((one) => ({
      break: one.message,
      called: clockAt(one.at),
      ends: one.ends.map(({ at }) => (at ? clockAt(at) : 'open')).join(', then '),
      ...Object.fromEntries(
        screens.flatMap(({ kind, shown }) => Object.entries(shownIn(kind, shown, one, clockAt))),
      ),
    })),
  );
  return screens.map(({ kind, verdict }) => ({
    browser: kind,
    breaks: verdict.called,
    missed: verdict.missed,
    doubled: verdict.doubled,
    late: verdict.late,
    'countdown wrong by (s)': Number(verdict.wrongBy.toFixed(2)),
    load: Number((loadavg()[0] ?? 0).toFixed(1)),
    good: isGood(verdict),
  }));
}

function shownIn(
  kind: Kind,
  shown: ReturnType<typeof breaksOf>,
  { restId, at }: Called,
  clockAt: (at: number) => string,
) {
  const times = shown.filter((one) => one.restId === restId);
  const [first] = times;
  return {
    [`${kind}: times`]: times.length,
    [`${kind}: shown`]: first ? clockAt(first.at) : 'never',
    [`${kind}: after (ms)`]: first ? first.at - at : NaN,
  };
}
