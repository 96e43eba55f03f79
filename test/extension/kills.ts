// `npm run measure:extension kills [TIMES]`: Chromium's worker is killed at random moments, breaks are called at random.
import { Teardown } from '../chaos/world/teardown.js';
import { until } from '../support/until.js';
import { breaksOf, seenOn } from './browsers.js';
import { newCode, World } from './world.js';

const TIMES = Number(process.argv[3] ?? 100);
const pause = (most: number) => new Promise((resolve) => setTimeout(resolve, Math.random() * most));

const teardown = new Teardown();
try {
  const world = await World.start(teardown);
  const browser = await world.browser('chromium');
  const meeting = newCode();
  const page = await browser.open(meeting);
  const calledAt = new Map<string, number>();
  let kills = 0;
  const started = Date.now();
  for (let at = 0; at < TIMES; at += 1) {
    const message = `break ${String(at)}`;
    const kill = async () => {
      await pause(1_500);
      if (await browser.endBackground()) kills += 1;
    };
    const call = async () => {
      await pause(1_500);
      calledAt.set(message, Date.now());
      await world.call(meeting, '/rest', { message });
    };
    await Promise.all([kill(), call()]);
    const isShown = async () => breaksOf(await seenOn(page)).some((seen) => seen.message === message);
    await until(message, isShown, 30_000).catch(() => undefined);
  }
  const shown = breaksOf(await seenOn(page));
  const delays = shown
    .map(({ message, at }) => at - (calledAt.get(message ?? '') ?? NaN))
    .sort((a, b) => a - b);
  const share = (of: number) => delays[Math.min(delays.length - 1, Math.floor(delays.length * of))];
  const times = [...calledAt.keys()].map(
    (message) => shown.filter((seen) => seen.message === message).length,
  );
  console.table({
    'worker killed': kills,
    'breaks called': calledAt.size,
    missed: times.filter((count) => count === 0).length,
    'shown twice': times.filter((count) => count > 1).length,
    'POST to overlay, p50 (ms)': share(0.5),
    'p99 (ms)': share(0.99),
    'most (ms)': delays.at(-1),
    seconds: Math.round((Date.now() - started) / 1000),
  });
} finally {
  await teardown.run();
}
