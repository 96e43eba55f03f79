// The extension's views in an ordinary page, with a background that a test controls: for pictures, for axe,
// and for all tests that do not depend on how browsers run a real extension.
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

export const EXTENSION = fileURLToPath(new URL('../../extension/', import.meta.url));
const TYPES = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
};

const SCRIPTS = JSON.parse(await readFile(`${EXTENSION}manifest.json`, 'utf8')).content_scripts[0].js;

/**
 * The strictest policy under which the overlay can run here as a page's own scripts. In the real extension,
 * whose scripts are isolated from the page, even inline styles may be forbidden.
 */
export const STRICT_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; require-trusted-types-for 'script'; trusted-types 'none'";

/** The default state of a meeting, with changes. @param {object} [differences] */
export function stateWith(differences = {}) {
  return {
    language: 'ja',
    server: 'https://kyukei.example',
    meeting: 'abc-defg-hij',
    found: 'address',
    link: 'https://kyukei.example/m/abc-defg-hij',
    role: 'member',
    connection: 'online',
    degraded: false,
    phase: 'in_progress',
    title: null,
    working_since: null,
    rest: null,
    over: null,
    next_rest_at: null,
    schedule: null,
    suggested_minutes: null,
    offset: 0,
    said: null,
    asked: false,
    members: null,
    roster: null,
    all_back: false,
    requests: null,
    announcement: null,
    undo_until: 0,
    view: { small: '', places: {}, cup: true },
    ...differences,
  };
}

/** A break that began `gone` seconds ago and lasts `lasts` seconds; 0 = without an end. */
export function breakWith({ lasts = 600, gone = 224, message = 'お茶にしましょう', id = '1-0' } = {}) {
  const begun = Date.now() - gone * 1000;
  return {
    rest_id: id,
    message,
    message_code: 'custom',
    started_at: new Date(begun).toISOString(),
    ends_at: lasts ? new Date(begun + lasts * 1000).toISOString() : null,
  };
}

/** @param {'ja' | 'en'} language */
export async function textsOf(language) {
  const messages = JSON.parse(await readFile(`${EXTENSION}_locales/${language}/messages.json`, 'utf8'));
  return Object.fromEntries(Object.entries(messages).map(([key, { message }]) => [key, message]));
}

/**
 * Injects the overlay's scripts into every page of a context.
 * @param {import('playwright-core').BrowserContext} context
 */
export async function installOverlay(context) {
  const sources = await Promise.all(SCRIPTS.map((name) => readFile(`${EXTENSION}${name}`, 'utf8')));
  await context.addInitScript({ content: `(${fakeBrowser})();\n${sources.join('\n')}` });
}

/**
 * Serves the extension's own pages at http://extension.test/. `kept` is the initial content of
 * `storage.local`.
 * @param {import('playwright-core').BrowserContext} context
 */
export async function installPages(context, { kept = {}, managed = {}, tab = '' } = {}) {
  await context.addInitScript(`(${fakeBrowser})(${JSON.stringify({ kept, managed, tab })})`);
  await context.route('http://extension.test/**', async (route) => {
    const path = new URL(route.request().url()).pathname.slice(1);
    const file =
      EXTENSION + path.replace(/^shared\//, '../public/js/').replace(/^client\//, '../sdk/javascript/');
    const body = await readFile(file).catch(() => undefined);
    await (body
      ? route.fulfill({ contentType: TYPES[extname(path)], body })
      : route.fulfill({ status: 404 }));
  });
}

/** Sends a message from the background to the page's views. @param {import('playwright-core').Page} page */
export async function tell(page, state) {
  const texts = await textsOf(state.language);
  await page.evaluate(
    async ([texts, state]) => {
      const { tell, heard } = globalThis.fakeBackground;
      await heard;
      tell({ type: 'texts', language: state.language, texts });
      tell({ type: 'state', state });
    },
    [texts, state],
  );
}

/** The requests that the views have sent so far. @param {import('playwright-core').Page} page */
export const asked = (page) => page.evaluate(() => globalThis.fakeBackground.asked);

/** Sets the refusal of all commands from now on. @param {import('playwright-core').Page} page */
export const refuse = (page, refusal) =>
  page.evaluate((refusal) => void (globalThis.fakeBackground.refusal = refusal), refusal);

/** Runs in the page: a fake of the part of `chrome` that views use. */
function fakeBrowser({ kept = {}, managed = {}, tab = '' } = {}) {
  const listeners = [];
  let hears;
  const background = {
    heard: new Promise((resolve) => (hears = resolve)),
    asked: [],
    refusal: null,
    tell: (message) => listeners.forEach((hear) => hear(structuredClone(message))),
  };
  const event = () => ({ addListener: () => undefined });
  const port = {
    onMessage: { addListener: (hear) => hears(listeners.push(hear)) },
    onDisconnect: event(),
    postMessage(request) {
      background.asked.push(request);
      const answer = background.refusal ? { type: 'refused', ...background.refusal } : { type: 'done' };
      if (request.id) setTimeout(() => background.tell({ ...answer, id: request.id }));
    },
  };
  const area = (values) => ({
    get: async (key) => (key ? { [key]: values[key] } : values),
    set: async (changes) => void Object.assign(values, changes),
    onChanged: event(),
  });
  globalThis.fakeBackground = background;
  globalThis.chrome = {
    runtime: {
      id: 'fake',
      connect: () => port,
      getURL: (path) => `http://extension.test/${path}`,
      openOptionsPage: () => background.asked.push('options'),
      getManifest: () => ({ version: '1.0.0' }),
    },
    i18n: { getUILanguage: () => navigator.language },
    storage: { local: area(kept), managed: area(managed), onChanged: event() },
    tabs: { query: async () => [{ id: 1, url: tab }] },
    permissions: {
      request: async (wanted) => (background.asked.push(wanted), true),
      contains: async () => false,
      remove: async () => true,
      onAdded: event(),
      onRemoved: event(),
    },
  };
  // Opens the overlay's closed shadow root for the tests.
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (options) {
    return attach.call(this, { ...options, mode: 'open' });
  };
}
