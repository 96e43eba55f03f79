// `npm run measure:extension troubles [chromium|firefox]`: a break is called in each trouble, and must be shown once, at its second.
import { Teardown } from '../chaos/world/teardown.js';
import { until } from '../support/until.js';
import { breaksOf, seenOn, type ExtensionBrowser, type Kind } from './browsers.js';
import { newCode, World } from './world.js';

const kind = (process.argv[3] ?? 'chromium') as Kind;
/** Seconds that the long troubles are made shorter by, for a first look. */
const scale = Number(process.argv[4] ?? 1);
const wait = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

interface Trouble {
  readonly name: string;
  readonly seconds: number;
  readonly begin: (world: World, browser: ExtensionBrowser) => void;
  readonly end: (world: World, browser: ExtensionBrowser) => void;
}

const TROUBLES: readonly Trouble[] = [
  { name: 'link cut', seconds: 20, begin: (world) => world.cut(), end: (world) => world.mend() },
  {
    name: 'link silent',
    seconds: 60,
    begin: ({ link }) => (['up', 'down'] as const).forEach((way) => link.silence(way)),
    end: ({ link }) => (['up', 'down'] as const).forEach((way) => link.heal(way)),
  },
  { name: 'asleep', seconds: 90, begin: (_, it) => it.freeze(), end: (_, it) => it.wake() },
  { name: 'idle', seconds: 600, begin: () => undefined, end: () => undefined },
  { name: 'asleep long', seconds: 600, begin: (_, it) => it.freeze(), end: (_, it) => it.wake() },
];
const chosen = process.argv[5]?.split(',') ?? TROUBLES.map(({ name }) => name);

const teardown = new Teardown();
try {
  const world = await World.start(teardown);
  const browser = await world.browser(kind);
  const rows = [];
  for (const { name, seconds, begin, end } of TROUBLES.filter((each) => chosen.includes(each.name))) {
    const meeting = newCode();
    const page = await browser.open(meeting);
    await world.call(meeting, '/rest', { message: 'before' });
    await until('the first break', async () => breaksOf(await seenOn(page)).length === 1, 60_000);
    await world.call(meeting, '/resume');
    const hidden = name === 'idle' ? await browser.open('landing') : undefined;
    await hidden?.bringToFront();
    begin(world, browser);
    await wait((seconds * scale) / 2);
    const called = Date.now();
    const { body } = await world.call(meeting, '/rest', { message: 'during', duration_seconds: 3600 });
    await wait((seconds * scale) / 2);
    end(world, browser);
    const over = Date.now();
    const isShown = async () => breaksOf(await seenOn(page)).some(({ message }) => message === 'during');
    await until('the break', isShown, 120_000).catch(() => undefined);
    await wait(3);
    const seen = await seenOn(page);
    const shown = breaksOf(seen).filter(({ message }) => message === 'during');
    const errors = seen
      .filter(({ phase, is }) => is === 'shown' && phase === 'timed')
      .map(({ at, seconds: left = 0 }) =>
        Math.abs(left - 0.5 - (Date.parse(String(body['ends_at'])) - at) / 1000),
      );
    rows.push({
      trouble: name,
      seconds: seconds * scale,
      shown: shown.length,
      'after the call (ms)': (shown[0]?.at ?? NaN) - called,
      'after the trouble (ms)': (shown[0]?.at ?? NaN) - over,
      'countdown wrong by (s)': Math.max(...errors).toFixed(2),
    });
    await hidden?.close();
    await page.close();
  }
  console.log(kind);
  console.table(rows);
} finally {
  await teardown.run();
}
