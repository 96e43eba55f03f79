// npm run screenshots [-- part-of-a-name …] — writes pictures of every state of the console to
// docs/screenshots/: at phone and desktop size, light, dark, in high contrast and in forced colours.
// Look at each: a test finds overlaps, but not an ugly picture. axe checks each state in two of the sizes; the
// exit code is 1 if it finds anything.
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { violations } from '../support/axe.mjs';
import { laterThan } from './later.mjs';
import { launch, startService } from './real-pages.mjs';

const FOLDER = fileURLToPath(new URL('../../docs/screenshots/', import.meta.url));
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
const DESKTOP = { viewport: { width: 1440, height: 900 } };
const DESKS = {
  'phone-light': PHONE,
  'phone-dark': { ...PHONE, colorScheme: 'dark' },
  'narrow-light': { ...PHONE, viewport: { width: 320, height: 568 } },
  'desktop-light': DESKTOP,
  'desktop-dark': { ...DESKTOP, colorScheme: 'dark' },
  'desktop-contrast': { ...DESKTOP, contrast: 'more' },
  'desktop-forced': { ...DESKTOP, forcedColors: 'active' },
};
/** Sizes of screens in a room, and of other devices on which people open the wall. */
const WALLS = {
  'wall-light': { viewport: { width: 1920, height: 1080 } },
  'wall-dark': { viewport: { width: 1920, height: 1080 }, colorScheme: 'dark' },
  'wall-4k': { viewport: { width: 3840, height: 2160 } },
  'wall-upright': { viewport: { width: 1080, height: 1920 } },
  'wall-forced': { viewport: { width: 1280, height: 800 }, forcedColors: 'active' },
  'wall-phone': { viewport: { width: 844, height: 390 } },
};
const NAMES = ['田中', 'Ben', '佐藤', 'Chloé', '鈴木', 'Dana', ''];

/** Frames of a service that lost its store, and of one that lost its memory in a restart. */
const DEGRADED = `event: degraded\ndata: {"server_time":"${new Date().toISOString()}"}\n\n`;
const FORGOTTEN = `event: state\ndata: ${JSON.stringify({
  ...{ phase: 'not_started', title: null, started_at: null, rest: null, schedule: null, next_rest_at: null },
  ...{ cursor: '0-0', resync: true, members: { connected: 0, seen: 0, away: 0, back: 0 } },
})}\n\n`;

const wanted = process.argv.slice(2);
/** The sizes in which axe checks each state: the smallest one, and a dark one. */
const CHECKED = ['narrow-light', 'desktop-dark', 'wall-light', 'wall-dark'];
/** The streams of members. They are kept here because an unreferenced stream would be closed. */
const streams = [];
// At a loopback address, a wall has no QR code.
const service = await startService({ PUBLIC_URL: 'https://breaks.example' });
const closed = await startService({
  LEADER_AUTH: 'claim',
  MEMBER_AUTH: 'token',
  MEMBER_TOKEN_SECRETS: 'only-for-these-pictures-0123456789abcdef',
});
const browser = await launch();
mkdirSync(FOLDER, { recursive: true });

await take('welcome', { path: '/' });
await take('welcome-refused', { path: '/?refused=abc+def/' });
await take('meetings-none', { path: '/console' });
await take('meetings', {
  path: '/console?id=work&id=break&id=new&id=titled&id=open-ended&id=over&id=a-rather-long-id-of-a-meeting-that-somebody-made-up',
  prepare: async (_, locale) => {
    await working('work');
    await onBreak('break', locale);
    await inATitledRoom('titled', locale);
    await call('open-ended', 'rest', {});
    await aDay('over');
    await call('over', 'end');
  },
  later: 216,
});
await take('not-found', { path: '/no/such/page', light: undefined });
await take('offline', { path: '/m/off', light: undefined, act: goOffline });
for (const [role, path] of [
  ['leader', 'console'],
  ['member', 'm'],
]) {
  const to = (id) => `/${path}/${id}`;
  await take(`${role}-not-started`, { path: to('new') });
  await take(`${role}-working`, { path: to('work'), prepare: working, later: 41 * 60 });
  await take(`${role}-break`, { path: to('break'), prepare: onBreak, later: 216 });
  await take(`${role}-last-minute`, { path: to('last'), prepare: onBreak, later: 563 });
  await take(`${role}-open-ended`, { path: to('open'), prepare: (id) => call(id, 'rest', {}), later: 133 });
  await take(`${role}-over`, { path: to('over'), prepare: over });
  const never = (route) => route.abort();
  await take(`${role}-connecting`, { path: to('late'), prepare: onBreak, light: 'waiting', stream: never });
  await take(`${role}-reconnecting`, {
    path: to('lost'),
    prepare: onBreak,
    later: 216,
    light: 'bad',
    stream: once,
  });
  await take(`${role}-refused`, {
    path: to('closed'),
    from: closed,
    light: role === 'leader' ? 'waiting' : 'bad',
  });
  await take(`${role}-degraded`, {
    path: to('degraded'),
    prepare: onBreak,
    later: 216,
    frame: DEGRADED,
    light: 'bad',
  });
  await take(`${role}-overdue`, {
    path: to('overdue'),
    prepare: onBreak,
    later: 620,
    frame: DEGRADED,
    light: 'bad',
  });
  await take(`${role}-forgotten`, { path: to('forgotten'), prepare: working, frame: FORGOTTEN });
  await take(`${role}-ended`, {
    path: to('ended'),
    prepare: (id) => aDay(id).then(() => call(id, 'end')),
    act: (page) => page.locator('#note').getByText(/\d/).waitFor(),
  });
  await take(`${role}-soon`, { path: to('soon'), prepare: soon, later: 60 * 60 - 42 });
  await take(`${role}-long`, { path: to('long'), prepare: longWords, later: 216 });
  await take(`${role}-announcement`, { path: to('said'), prepare: working, act: announce });
}
for (const [state, options] of Object.entries({
  'not-started': {},
  working: { prepare: working, later: 41 * 60 },
  break: { prepare: inATitledRoom, later: 216 },
  long: { prepare: longWords, later: 216 },
  'last-minute': { prepare: onBreak, later: 563 },
  'open-ended': { prepare: (id) => call(id, 'rest', {}), later: 133 },
  over: { prepare: over, later: 17 },
  overdue: { prepare: onBreak, later: 620, frame: DEGRADED, light: 'bad' },
  ended: { prepare: (id) => aDay(id).then(() => call(id, 'end')) },
  soon: { prepare: soon, later: 60 * 60 - 42 },
  reconnecting: { prepare: onBreak, later: 216, light: 'bad', stream: once },
}))
  await take(`wall-${state}`, { path: `/wall/w-${state}`, desks: WALLS, ...options });
await take('member-settings', { path: '/m/work', act: (page) => page.locator('.settings summary').click() });
await take('member-asked', { path: '/m/ask', prepare: working, act: (page) => page.locator('#ask').click() });
await take('member-away', {
  path: '/m/away',
  prepare: onBreak,
  act: (page) => page.locator('#away').click(),
});
await take('member-joined', {
  path: '/m/joined',
  prepare: working,
  script: "localStorage.setItem('kyukei.joined', 'yes')",
});
await take('leader-handover', {
  // One device claims a meeting, so each device needs its own.
  path: '/console/hand-DESK',
  from: closed,
  light: undefined,
  act: async (page) => {
    await page.locator('#rest-10').click();
    await page.locator('#handover').click();
    await page.locator('#handover-link').waitFor();
  },
});
await take('leader-more-time', { path: '/console/more', prepare: moreTime, later: 216 });
await take('leader-day', {
  path: '/console/day',
  prepare: aDay,
  later: 41 * 60,
  act: (page) => page.locator('#day').waitFor(),
});
await take('leader-ending', {
  path: '/console/end',
  prepare: onBreak,
  act: (page) => page.locator('#end').click(),
});
await browser.close();
process.exit();

/** Takes each state in both languages, each in a meeting of its own. The English file name ends in `-en`. */
async function take(name, options) {
  await takeIn('ja-JP', name, options);
  const path = options.path.replace(/^\/(\w+)\/([\w-]+)/, '/$1/$2-en');
  await takeIn('en-GB', `${name}-en`, { ...options, path });
}

/**
 * `later`: seconds that pass after the preparation; `light`: the expected state of the connection; `stream`:
 * a fault of the stream; `frame`: a frame to add.
 */
async function takeIn(locale, name, options) {
  const { path, prepare, later = 0, act, from = service, stream, frame, desks = DESKS, script } = options;
  const { light } = { light: 'good', ...options };
  if (wanted.length > 0 && !wanted.some((part) => name.includes(part))) return;
  await prepare?.(path.split('/')[2], locale);
  await Promise.all(
    Object.entries(desks).map(async ([desk, screen]) => {
      // Service workers are blocked, because a worker would answer in place of `route`.
      const person = { locale, reducedMotion: 'reduce', serviceWorkers: 'block', ...screen };
      const context = await browser.newContext(person);
      const page = await context.newPage();
      if (script) await page.addInitScript(script);
      if (stream) await page.route('**/api/sse/**', stream);
      await page.goto((await laterThan(from.url, later, frame)) + path.replace('DESK', desk));
      if (light) await page.locator(`#light[data-state=${light}]`).waitFor();
      // The leader's page loads its QR code once it heard of its meeting.
      if (light && light !== 'waiting' && path.startsWith('/console/'))
        await page.locator('#qr svg').waitFor();
      await act?.(page);
      // Waits for the page's next ticks, so that it shows the current time.
      await page.waitForTimeout(500);
      // A wall hides its controls when nobody touches it.
      if (desks === WALLS) await page.locator('body[data-idle]').waitFor();
      // `fullPage` would remove the emulated touch screen.
      const height = await page.evaluate(() => document.documentElement.scrollHeight);
      if (!/^leader-(ending|handover)/.test(name) && desks !== WALLS)
        await page.setViewportSize({ ...screen.viewport, height });
      await page.screenshot({ path: `${FOLDER}${name}-${desk}.png` });
      for (const violation of CHECKED.includes(desk) ? await violations(page) : []) {
        process.exitCode = 1;
        console.error(`${name}-${desk}: ${violation}`);
      }
      await context.close();
    }),
  );
  console.log(name);
}

/** A stream that sends the state and then breaks off, and does not return while the picture is taken. */
async function once(route) {
  const id = new URL(route.request().url()).searchParams.get('meeting_id');
  const state = await (await fetch(`${new URL(route.request().url()).origin}/api/meetings/${id}`)).text();
  const body = `event: state\nretry: 60000\ndata: ${state}\n\n`;
  await route.fulfill({ contentType: 'text/event-stream', body });
}

function call(id, path, body, method = 'POST') {
  const request = { method, ...(body ? { body: JSON.stringify(body) } : {}) };
  return fetch(`${service.url}/api/meetings/${id}/${path}`, request);
}

async function working(id) {
  await call(id, 'start');
  await call(id, 'schedule', { preset: 'jp-mhlw' }, 'PUT');
  for (const client_id of ['a', 'b']) await call(id, 'break-requests', { client_id });
}

async function soon(id) {
  await call(id, 'start');
  await call(id, 'schedule', { every_minutes: 60, duration_minutes: 10, mode: 'auto' }, 'PUT');
}

async function announce(page) {
  const [, id] = /([\w-]+)$/.exec(page.url());
  const isJapanese = (await page.locator('html').getAttribute('lang')) === 'ja';
  const message = isJapanese ? '資料はチャットにあります。' : 'The slides are in the chat.';
  await call(id, 'announcements', { message });
  await page.getByText(message).first().waitFor();
}

async function moreTime(id, locale) {
  await onBreak(id, locale);
  for (const client_id of ['c1', 'c2', 'c3'])
    await call(id, 'break-requests', { client_id, kind: 'more_time' });
}

async function aDay(id) {
  await working(id);
  await call(id, 'rest', { by: 'Aiko', duration_seconds: 600 });
  await call(id, 'rest/extend', { by: 'Ben', seconds: 300 });
  await call(id, 'resume', { by: '田中' });
}

/** Shows what the service worker serves while the service is away. */
async function goOffline(page) {
  const { origin } = new URL(page.url());
  const [, version] = /console-assets\/([\w-]+)\//.exec(await page.content());
  const body = await (await fetch(`${origin}/console-assets/${version}/offline.html`)).text();
  await page.route('**/m/off*', (route) => route.fulfill({ contentType: 'text/html', body }));
  await page.reload();
}

async function onBreak(id, locale) {
  const message = locale === 'ja-JP' ? 'お茶にしましょう' : 'Time for a cup of tea';
  await call(id, 'rest', { message, duration_seconds: 600 });
  const statuses = ['away', 'back', 'back', 'seen', 'seen', 'back', 'away'];
  for (const [at, name] of NAMES.entries()) {
    const client_id = `c${at}`;
    const query = new URLSearchParams({ meeting_id: id, client_id });
    streams.push(await fetch(`${service.url}/api/sse/events?${query}`));
    await call(id, 'rest/ack', { client_id, name, status: statuses[at] });
  }
}

async function inATitledRoom(id, locale) {
  await call(id, 'start', { title: locale === 'ja-JP' ? '週次定例ミーティング' : 'Weekly planning' });
  await onBreak(id, locale);
}

async function longWords(id) {
  const message = 'お茶とお菓子を用意しました。'.repeat(12);
  await call(id, 'rest', { message, duration_seconds: 6600 });
}

async function over(id, locale) {
  await onBreak(id, locale);
  await call(id, 'resume');
}
