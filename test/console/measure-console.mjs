// npm run measure:console — measures, in this order:
// - what the first view of each page loads, compressed (first-view.mjs)
// - the time from a leader's POST to the paint in a member's browser, for 100 breaks: p50, p99 and maximum
// - the time from `npm start` of a built checkout to the first break on a second device. The time of people
//   is left out: nobody has to think, type or scan here.
import { firstView, PAGES } from './first-view.mjs';
import { launch, startService } from './real-pages.mjs';

const BREAKS = 100;
const STARTS = 5;
const service = await startService();
const browser = await launch();
for (const [name, path] of Object.entries(PAGES))
  console.log(
    `first view, ${name}: ${((await firstView(browser, service.url + path)) / 1024).toFixed(1)} KiB`,
  );

const page = await open('/m/paint');
const times = [];
for (let count = 0; count < BREAKS; count++) {
  const message = `break ${count}`;
  await page.evaluate(awaitPaint, message);
  const begun = Date.now();
  await fetch(`${service.url}/api/meetings/paint/rest`, {
    method: 'POST',
    body: JSON.stringify({ message, duration_seconds: 600 }),
  });
  times.push((await page.evaluate(() => window.painted)) - begun);
}
times.sort((a, b) => a - b);
const at = (share) => times[Math.ceil(share * BREAKS) - 1];
console.log(`POST to painted, ms: p50 ${at(0.5)}, p99 ${at(0.99)}, slowest ${at(1)} of ${BREAKS}`);

const starts = [];
for (let count = 0; count < STARTS; count++) starts.push(await firstBreak());
const middle = (name) => starts.map((one) => one[name]).sort((a, b) => a - b)[Math.floor(STARTS / 2)] / 1000;
console.log(
  `npm start to listening: ${middle('listening').toFixed(1)} s; to a break on a second device: ` +
    `${middle('painted').toFixed(1)} s (medians of ${STARTS})`,
);
await browser.close();
process.exit();

/**
 * The steps of a newcomer: start the service, make a meeting, open its link on a second device, call a break.
 */
async function firstBreak() {
  const begun = Date.now();
  const { url } = await startService({}, ['npm', 'start']);
  const listening = Date.now() - begun;
  const leader = await (await browser.newContext({ locale: 'en-GB' })).newPage();
  await leader.goto(url);
  await leader.locator('#new').click();
  await leader.waitForURL('**/console/*');
  const second = await (await browser.newContext({ locale: 'en-GB' })).newPage();
  await leader.locator('#member-link').waitFor();
  await second.goto(await leader.locator('#member-link').inputValue());
  await second.locator('#light[data-state=good]').waitFor();
  await second.evaluate(awaitPaint, 'Tea');
  await leader.locator('#message-text').fill('Tea');
  await leader.locator('#rest-5').click();
  const painted = (await second.evaluate(() => window.painted)) - begun;
  for (const page of [leader, second]) await page.context().close();
  return { listening, painted };
}

/** Opens a page with an empty cache. */
async function open(path) {
  const page = await (await browser.newContext()).newPage();
  await page.goto(service.url + path);
  await page.locator('#light[data-state=good]').waitFor();
  return page;
}

/**
 * Runs in the page, which has the same clock because it is on the same machine. Layout and paint come after a
 * frame's callbacks.
 */
function awaitPaint(message) {
  const shown = document.getElementById('message');
  window.painted = new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      if (shown.textContent !== message) return;
      observer.disconnect();
      requestAnimationFrame(() => {
        // The message arrives after the paint that follows the callback.
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve(Date.now());
        port2.postMessage('');
      });
    });
    observer.observe(shown, { childList: true });
  });
}
