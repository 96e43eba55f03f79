import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync, copyFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import puppeteer, { TargetType, type Browser, type Page } from 'puppeteer-core';
import { extensionFiles } from '../../extension/tools/files.mjs';
import type { Undo } from '../support/redis-server.js';
import { DEADLINE_MS, until } from '../support/until.js';

export type Kind = 'chromium' | 'firefox';

const FIREFOX_ID = 'kyukei@kyukei.example';
const FIREFOX_UUID = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee';
const HOSTS = ['meet.google.com', 'teams.microsoft.com'];

/** One record from the eye (eye.js): what the overlay showed, and when. */
export interface Seen {
  readonly at: number;
  readonly is: 'script' | 'shown' | 'closed' | 'hidden';
  readonly form?: 'none' | 'card' | 'note' | 'pill' | 'cup';
  readonly phase?: 'none' | 'meeting' | 'timed' | 'open' | 'overdue' | 'over';
  readonly restId?: string;
  readonly seconds?: number;
  readonly message?: string | null;
  readonly announcement?: string | null;
  readonly connection?: string;
}

interface Manifest {
  content_scripts: { js: string[]; matches: string[] }[];
  host_permissions: string[];
}

export interface LaunchOptions {
  sitePort: number;
  isHeadless?: boolean | undefined;
  manifest?: (it: Manifest) => void;
  /** An administrator's policy. */
  managed?: object;
}

/** A folder with the packed extension, with the eye added to its content scripts. */
function folderOf(undo: Undo, kind: Kind, change?: (manifest: Manifest) => void): string {
  const folder = mkdtempSync(join(tmpdir(), 'kyukei-extension-'));
  undo.add(() => rmSync(folder, { recursive: true }));
  // Does not use `dist-extension/`, which parallel tests would share.
  for (const [name, content] of extensionFiles(kind === 'firefox' ? 'firefox' : 'chrome')) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  copyFileSync(fileURLToPath(new URL('eye.js', import.meta.url)), join(folder, 'eye.js'));
  const path = join(folder, 'manifest.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
  const [scripts] = manifest.content_scripts;
  scripts?.js.splice(-1, 0, 'eye.js');
  change?.(manifest);
  writeFileSync(path, JSON.stringify(manifest));
  return folder;
}

/** A home folder with an administrator's policy for the extension, as Firefox reads it. */
function homeWith(undo: Undo, data: object): string {
  const home = mkdtempSync(join(tmpdir(), 'kyukei-home-'));
  undo.add(() => rmSync(home, { recursive: true, force: true }));
  const folder = join(home, '.mozilla/managed-storage');
  mkdirSync(folder, { recursive: true });
  const manifest = { name: FIREFOX_ID, description: 'Settings', type: 'storage', data };
  writeFileSync(join(folder, `${FIREFOX_ID}.json`), JSON.stringify(manifest));
  return home;
}

/**
 * Sets an administrator's policy by Chromium's own page for testing policies. Policy files would need a folder
 * of the machine, and every browser on it would read them.
 */
async function setPolicies(browser: Browser, id: string, data: object): Promise<void> {
  const mandatory = { namespace: id, level: 1, scope: 0, source: 0 };
  const policies = Object.entries(data).map(([name, value]) => ({
    ...mandatory,
    name,
    value: value as unknown,
  }));
  const page = await browser.newPage();
  await page.goto('chrome://policy/test');
  await page.evaluate(`import('chrome://resources/js/cr.js').then(({ sendWithPromise }) =>
    sendWithPromise('setLocalTestPolicies', ${JSON.stringify(JSON.stringify(policies))}, ''))`);
  await page.close();
}

export class ExtensionBrowser {
  private constructor(
    readonly kind: Kind,
    readonly browser: Browser,
    readonly folder: string,
    private readonly id: string,
    private readonly sitePort: number,
  ) {}

  static async launch(
    undo: Undo,
    kind: Kind,
    { sitePort, isHeadless, manifest, managed }: LaunchOptions,
  ): Promise<ExtensionBrowser> {
    const folder = folderOf(undo, kind, manifest);
    const home = managed && homeWith(undo, managed);
    const browser = await (kind === 'chromium' ? chromium(isHeadless) : firefox(isHeadless, home));
    undo.add(() => browser.close());
    const id = await browser.installExtension(folder);
    if (managed && kind === 'chromium') await setPolicies(browser, id, managed);
    return new ExtensionBrowser(kind, browser, folder, kind === 'firefox' ? FIREFOX_UUID : id, sitePort);
  }

  /** Runs `act` in a page of the extension, where a test can change settings as a user does. */
  async inside<T>(act: (page: Page) => Promise<T>, name = 'options/options.html'): Promise<T> {
    const page = await this.browser.newPage();
    const scheme = this.kind === 'firefox' ? 'moz-extension' : 'chrome-extension';
    // Firefox does not reliably report that such a page has loaded.
    void page.goto(`${scheme}://${this.id}/${name}`).catch(() => undefined);
    await until('a page of the extension', () =>
      page.evaluate("location.protocol.endsWith('extension:') && 'storage' in chrome"),
    );
    try {
      return await act(page);
    } finally {
      await page.close();
    }
  }

  async configure(settings: Record<string, unknown>): Promise<void> {
    await this.inside((page) =>
      page.evaluate(`chrome.storage.local.set({ settings: ${JSON.stringify(settings)} })`),
    );
  }

  async open(path: string, host = 'meet.google.com'): Promise<Page> {
    const page = await this.browser.newPage();
    await page.goto(`https://${host}:${String(this.sitePort)}/${path}`, { waitUntil: 'domcontentloaded' });
    return page;
  }

  /** Replaces the extension by its next version, as an update from the store does. */
  async update(): Promise<void> {
    const path = join(this.folder, 'manifest.json');
    const manifest = JSON.parse(readFileSync(path, 'utf8')) as { version: string };
    writeFileSync(path, JSON.stringify({ ...manifest, version: `${manifest.version}.1` }));
    await this.browser.installExtension(this.folder);
  }

  /** Kills the background, whatever it is doing. Resolves to whether it was running. */
  async endBackground(): Promise<boolean> {
    if (this.kind === 'firefox') return this.terminate();
    const target = this.browser.targets().find((each) => each.type() === TargetType.SERVICE_WORKER);
    const worker = await target?.worker();
    // The worker may end before it answers.
    await worker?.close().catch(() => undefined);
    return worker !== undefined;
  }

  /** Ends the background as about:debugging does, from a page with the browser's own rights. */
  private async terminate(): Promise<boolean> {
    const [page] = await this.browser.pages();
    if (!page) throw new Error('the first tab was closed');
    // The page moves to another process, which Puppeteer does not notice, so the load cannot be awaited.
    if (!page.url().startsWith('about:config')) void page.goto('about:config').catch(() => undefined);
    await until('the rights of the browser', () => page.evaluate("typeof WebExtensionPolicy === 'function'"));
    const extension = `WebExtensionPolicy.getByID('${FIREFOX_ID}').extension`;
    return (await page.evaluate(`(async () => {
      const isThere = ${extension}.backgroundState === 'running';
      await ${extension}.terminateBackground({ ignoreDevToolsAttached: true });
      return isThere;
    })()`)) as boolean;
  }

  /** Simulates sleep of the machine. */
  freeze(): void {
    this.signal('SIGSTOP');
  }

  wake(): void {
    this.signal('SIGCONT');
  }

  private signal(signal: NodeJS.Signals): void {
    const pid = this.browser.process()?.pid;
    if (pid) process.kill(-pid, signal);
  }
}

export const seenOn = (page: Page): Promise<Seen[]> =>
  page.evaluate(() => (globalThis as unknown as { seen: Seen[] }).seen);

/** The breaks in the order in which they appeared, including repetitions. */
export function breaksOf(seen: readonly Seen[]): Seen[] {
  const shown: Seen[] = [];
  let on = '';
  for (const one of seen) {
    const isBreak = one.is === 'shown' && ['timed', 'open', 'overdue'].includes(one.phase ?? '');
    if (isBreak && one.restId !== on) shown.push(one);
    on = isBreak ? (one.restId ?? '') : '';
  }
  return shown;
}

/** Presses a control once it exists and has stopped moving. */
export const press = (page: Page, selector: string): Promise<void> =>
  page.locator(selector).setTimeout(DEADLINE_MS).click();

/** Pastes a member's link into the popup, in place of the meeting in the field. */
export async function pasteLink(popup: Page, link: string): Promise<void> {
  const shows = (id: string) =>
    popup.evaluate(`document.querySelector('#${id}')?.checkVisibility() ?? false`);
  await until('the field', async () => {
    if (!(await shows('code')) && (await shows('change'))) await press(popup, '#change');
    return shows('code');
  });
  await popup.evaluate(`document.querySelector('#code').value = ${JSON.stringify(link)}`);
  await popup.focus('#code');
  await popup.keyboard.press('Enter');
  await until('the link to be taken', async () => !(await shows('code')), 20_000);
}

const noSandbox = () => (process.getuid?.() === 0 ? ['--no-sandbox'] : []);

/** Puppeteer's default flags that keep hidden tabs awake. Users' browsers do not have them. */
const KEEPS_AWAKE = [
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
];

/** A page fills a window that people see; otherwise it has the fixed size of Puppeteer. */
const viewport = (headless: boolean) => (headless ? {} : { defaultViewport: null });

const chromium = (headless = true) =>
  puppeteer.launch({
    ignoreDefaultArgs: KEEPS_AWAKE,
    executablePath: process.env['CHROMIUM'] || '/usr/bin/chromium',
    headless,
    ...viewport(headless),
    pipe: true,
    enableExtensions: true,
    acceptInsecureCerts: true,
    args: [
      ...noSandbox(),
      '--disable-gpu',
      // Else each page starts a process for the next one.
      '--disable-features=SpareRendererForSitePerProcess',
      '--lang=en',
      `--host-resolver-rules=${HOSTS.map((host) => `MAP ${host} 127.0.0.1`).join(',')}`,
    ],
  });

const firefox = (headless = true, home = process.env['HOME']) =>
  puppeteer.launch({
    env: { ...process.env, HOME: home },
    browser: 'firefox',
    executablePath: process.env['FIREFOX'] || '/usr/bin/firefox-esr',
    headless,
    ...viewport(headless),
    acceptInsecureCerts: true,
    args: ['--remote-allow-system-access'],
    extraPrefsFirefox: {
      'network.dns.localDomains': HOSTS.join(','),
      'extensions.webextensions.uuids': JSON.stringify({ [FIREFOX_ID]: FIREFOX_UUID }),
      'extensions.webextOptionalPermissionPrompts': false,
    },
  });
