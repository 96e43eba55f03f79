// npm run screenshots:extension [-- part-of-a-name] — writes pictures of the extension's views in every state
// to docs/screenshots/extension/.
// Look at each: a test finds overlaps, but not an ugly picture.
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { launch } from '../console/real-pages.mjs';
import { breakWith, installOverlay, installPages, stateWith, tell } from './fake-background.mjs';

const FOLDER = fileURLToPath(new URL('../../docs/screenshots/extension/', import.meta.url));
const wanted = process.argv[2] ?? '';

const DESKS = {
  laptop: { viewport: { width: 1280, height: 720 } },
  dark: { viewport: { width: 1280, height: 720 }, colorScheme: 'dark' },
  narrow: { viewport: { width: 320, height: 568 } },
};
const EXTRA_DESKS = {
  contrast: { viewport: { width: 800, height: 600 }, contrast: 'more' },
  forced: { viewport: { width: 800, height: 600 }, forcedColors: 'active', colorScheme: 'dark' },
  low: { viewport: { width: 640, height: 320 } },
};
const MEMBERS = { connected: 7, seen: 2, away: 2, back: 3 };
const ROSTER = [
  { name: '田中', status: 'away' },
  { name: 'Chloé', status: 'seen' },
  { name: 'Christopher Alexander Montgomery-Featherstonehaugh III', status: 'away' },
  { name: null, status: 'seen' },
  { name: '佐藤', status: 'back' },
];
const soon = (minutes) => new Date(Date.now() + minutes * 60_000).toISOString();
const en = { language: 'en' };
const leader = { role: 'leader', members: MEMBERS, roster: ROSTER };
const onBreak = (of) => ({ phase: 'on_break', rest: breakWith(of), said: 'seen' });
const small = { view: { small: '1-0', places: {}, cup: true } };

/** Name → state, and what to press first. */
const overlays = () => ({
  break: [onBreak()],
  'break-dialog': [onBreak(), (page) => page.evaluate(OPEN_DIALOG)],
  'break-fullscreen': [{ ...onBreak(), ...en }, goFullScreen],
  'break-en': [{ ...onBreak({ message: 'Time for a cup of tea' }), ...en }],
  'break-away': [{ ...onBreak(), said: 'away' }],
  'break-open': [onBreak({ lasts: 0, gone: 133 })],
  'break-last-minute': [{ ...onBreak({ gone: 563 }), ...en }],
  'break-long': [{ ...onBreak({ lasts: 2 * 3600, message: 'とても長い説明。'.repeat(20) }), ...en }],
  'break-reconnecting': [{ ...onBreak(), connection: 'reconnecting' }],
  'break-overdue': [{ ...onBreak({ gone: 620 }), connection: 'reconnecting', ...en }],
  'break-replaced': [{ ...onBreak(), connection: 'none' }],
  over: [{ over: { rest_id: '1-0', at: soon(0) }, said: 'away' }],
  'over-back': [{ over: { rest_id: '1-0', at: soon(0) }, said: 'back', all_back: true, ...en }],
  pill: [{ ...onBreak(), ...small }],
  'pill-over': [{ over: { rest_id: '1-0', at: soon(0) }, ...small, ...en }],
  cup: [{ working_since: soon(-40), next_rest_at: soon(20) }],
  'cup-requests': [{ ...leader, requests: { kind: 'break', count: 3, threshold: 2, reached: true } }],
  member: [{ working_since: soon(-40), next_rest_at: soon(20) }, '#small'],
  'member-asked': [{ asked: true, ...en }, '#small'],
  leader: [{ ...leader, requests: { kind: 'break', count: 3, threshold: 2, reached: true } }, '#small'],
  'leader-suggestion': [{ ...leader, ...en, suggested_minutes: 10 }, '#small'],
  'leader-break': [{ ...onBreak(), ...leader }],
  'leader-break-en': [
    {
      ...onBreak({ message: 'Tea' }),
      ...leader,
      ...en,
      requests: { kind: 'more_time', count: 2, threshold: 2, reached: false },
    },
  ],
});

const plan = { every_minutes: 60, duration_minutes: 10, mode: 'suggest' };
const popups = () => ({
  first: [{ server: '', meeting: null, connection: 'none', phase: 'unknown' }],
  none: [{ meeting: null, found: null, connection: 'none', phase: 'unknown', ...en }],
  member: [{ next_rest_at: soon(20), working_since: soon(-40) }],
  'member-break': [{ ...onBreak(), found: 'typed' }, '#change'],
  'member-refused': [{ connection: 'refused', phase: 'unknown' }],
  leader: [
    { ...leader, title: '週次定例', next_rest_at: soon(20), working_since: soon(-40), schedule: plan, ...en },
  ],
  'leader-open': [
    { ...leader, next_rest_at: soon(20), working_since: soon(-40), schedule: plan },
    '#plan summary',
    '#share summary',
    '#end',
  ],
  'leader-break': [{ ...leader, ...onBreak() }, '.people summary'],
  'leader-new': [{ role: 'leader', phase: 'not_started' }],
  'leader-refused': [{ role: 'leader', connection: 'refused', phase: 'unknown', ...en }],
  'leader-may-claim': [{ role: 'leader', connection: 'refused', phase: 'not_started', ...en }],
});
const OPTIONS = {
  ja: {},
  en: { locale: 'en-GB', colorScheme: 'dark' },
  narrow: { viewport: { width: 320, height: 568 } },
  managed: { managed: { server: 'https://kyukei.example.com', notify: true } },
  bad: {
    async act(page) {
      await page.locator('#server').fill('ftp://x');
      await page.locator('#use').click();
    },
  },
};

/** Looks enough like a meeting to see what the overlay covers. */
const MEETING = `<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Meeting</title>
<style>
  html { font-size: 10px; background: #202124; color: #e8eaed; font-family: serif }
  body { display: grid; grid-template: 1fr 1fr auto / 1fr 1fr; gap: 8px; box-sizing: border-box; height: 100vh; margin: 0; padding: 8px }
  div { display: grid; place-items: center; border-radius: 8px; background: #3c4043 }
  b { display: grid; place-items: center; width: 96px; height: 96px; border-radius: 50%; font: 40px system-ui }
  footer { display: flex; grid-column: span 2; gap: 8px; justify-content: center; height: 56px; align-items: center }
  button { all: unset; width: 40px; height: 40px; border-radius: 50%; background: #5f6368 }
  button:last-child { background: #ea4335 }
</style>
${['#8ab4f8', '#f28b82', '#81c995', '#fdd663'].map((colour, at) => `<div><b style="background:${colour};color:#202124">${'田B佐C'[at]}</b></div>`).join('')}
<footer>${'<button></button>'.repeat(6)}</footer>`;

const OPEN_DIALOG = `
  const dialog = document.createElement('dialog');
  dialog.append('Do you want to leave the meeting?');
  dialog.style = 'width: 60vw; height: 40vh; font-size: 20px';
  document.body.append(dialog);
  dialog.showModal();
  new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
`;
async function goFullScreen(page) {
  await page.evaluate(
    "document.body.addEventListener('click', () => document.querySelector('div').requestFullscreen())",
  );
  await page.mouse.click(4, 4);
  await page.waitForFunction("document.querySelector('div kyukei-overlay')");
}

const browser = await launch();
mkdirSync(FOLDER, { recursive: true });
for (const [desk, screen] of Object.entries({ ...DESKS, ...EXTRA_DESKS })) {
  const context = await browser.newContext({ reducedMotion: 'reduce', locale: 'ja-JP', ...screen });
  await installOverlay(context);
  for (const [name, [, press]] of Object.entries(overlays())) {
    if (!`overlay-${name}-${desk}`.includes(wanted)) continue;
    if (desk in EXTRA_DESKS && !['break', 'leader', 'leader-break', 'pill', 'over'].includes(name)) continue;
    const page = await context.newPage();
    await page.route('https://meeting.test/**', (route) =>
      route.fulfill({ contentType: 'text/html', body: MEETING }),
    );
    await page.goto('https://meeting.test/');
    // Anew for each: the clock goes on.
    await tell(page, stateWith(overlays()[name][0]));
    if (typeof press === 'string') await page.locator(press).click();
    else await press?.(page);
    await page.screenshot({ path: `${FOLDER}overlay-${name}-${desk}.png` });
    await page.close();
  }
  await context.close();
}
await takePages();
await browser.close();

/** The popup is as wide as its content, so the window is; its whole height is taken, because a browser would scroll it. */
async function takePages() {
  const kept = { settings: { server: 'https://kyukei.example', notify: true, cup: true, name: '田中' } };
  for (const colorScheme of ['light', 'dark'])
    for (const width of [384, 320]) {
      const context = await browser.newContext({
        colorScheme,
        viewport: { width, height: 600 },
        locale: 'ja-JP',
      });
      await installPages(context, { kept, tab: 'https://company.zoom.us/wc/81234567890/join' });
      for (const [name, [, ...presses]] of Object.entries(popups())) {
        const file = `popup-${name}-${colorScheme}-${width}`;
        if (!file.includes(wanted)) continue;
        const page = await context.newPage();
        page.on('pageerror', (error) => console.log(file, error.message));
        await page.goto('http://extension.test/popup/popup.html');
        await tell(page, stateWith({ ...popups()[name][0] }));
        for (const press of presses) await page.locator(press).click();
        await page.screenshot({ path: `${FOLDER}${file}.png`, fullPage: true });
        await page.close();
      }
      await context.close();
    }
  for (const [name, options] of Object.entries(OPTIONS)) {
    if (!`options-${name}`.includes(wanted)) continue;
    const context = await browser.newContext({
      viewport: { width: 1000, height: 700 },
      locale: 'ja-JP',
      ...options,
    });
    await installPages(context, { kept, managed: options.managed });
    const page = await context.newPage();
    page.on('pageerror', (error) => console.log(name, error.message));
    await page.goto('http://extension.test/options/options.html');
    await page.locator('h1:has-text("Kyukei")').waitFor();
    await options.act?.(page);
    await page.screenshot({ path: `${FOLDER}options-${name}.png`, fullPage: true });
    await context.close();
  }
}
