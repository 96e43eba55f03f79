// npm run measure:paint — from a leader's POST until a member's screen shows the break: the frame of the browser that draws
// it has begun. 100 breaks; p50, p99 and the slowest, in milliseconds.
import { launch, startService } from './real-pages.mjs';

const BREAKS = 100;
const service = await startService();
const browser = await launch();
const page = await browser.newPage();
await page.goto(`${service.url}/m/paint`);
await page.locator('#light[data-state=good]').waitFor();
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
await browser.close();
times.sort((a, b) => a - b);
const at = (share) => times[Math.ceil(share * BREAKS) - 1];
console.log(`POST to painted, ms: p50 ${at(0.5)}, p99 ${at(0.99)}, slowest ${at(1)} of ${BREAKS}`);
process.exit();

/** Runs in the page, on the same machine and so by the same clock. After a frame's callbacks come layout and paint. */
function awaitPaint(message) {
  const shown = document.getElementById('message');
  window.painted = new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      if (shown.textContent !== message) return;
      observer.disconnect();
      requestAnimationFrame(() => {
        // A message comes after the paint that the callback was for.
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve(Date.now());
        port2.postMessage('');
      });
    });
    observer.observe(shown, { childList: true });
  });
}
