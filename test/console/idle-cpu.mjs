// `npm run measure:idle-pages`: the CPU time that a browser needs per second to show a page in which nothing
// happens but the clock. Chromium without a graphics card, and so an upper limit. EXECUTABLE=… for another one.
import { readFileSync, readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { startService } from './real-pages.mjs';

const SECONDS = 10;
/** Linux counts CPU time in hundredths of a second. */
const TICK_MS = 10;

const executablePath = process.env.EXECUTABLE ?? '/usr/bin/chromium-headless-shell';
// The kernel keeps 15 characters of a command's name.
const command = basename(executablePath).slice(0, 15);

/** CPU time of all processes of the browser, in milliseconds. */
function cpuMs() {
  const pids = readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name));
  return pids.reduce((sum, pid) => sum + cpuMsOf(pid), 0);
}

function cpuMsOf(pid) {
  try {
    const [, name, rest] = /\((.*)\) (.*)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    const [user, system] = rest.split(' ').slice(11, 13).map(Number);
    return name === command ? (user + system) * TICK_MS : 0;
  } catch {
    return 0; // It has ended.
  }
}

const { url } = await startService();
const post = (path, body = {}) =>
  fetch(`${url}/api/meetings/${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
await post('working/start');
await post('timed/rest', { message: 'Tea', duration_seconds: 600 });
await post('open/rest', { message: 'Tea' });

const browser = await chromium.launch({
  executablePath,
  chromiumSandbox: process.getuid?.() !== 0,
  args: ['--disable-gpu'],
});
console.log('page              CPU to open   CPU per second');
for (const path of ['/m/working', '/m/timed', '/m/open', '/console/timed', '/wall/timed', '/wall/working']) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const before = cpuMs();
  await page.goto(url + path);
  await page.locator('#light[data-state=good]').waitFor({ state: 'attached' });
  const opened = cpuMs();
  await delay(SECONDS * 1000);
  const perSecond = Math.round((cpuMs() - opened) / SECONDS);
  console.log(
    `${path.padEnd(18)}${String(opened - before).padStart(8)} ms${String(perSecond).padStart(14)} ms`,
  );
  await page.close();
}
await browser.close();
process.exit();
