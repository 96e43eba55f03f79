import { afterEach, beforeAll, expect } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchBrowser, type BrowserKind } from './browser.js';
import { firstView } from '../console/first-view.mjs';
import { Cleanup } from './cleanup.js';

/** Generous, because a browser that draws without a graphics card shares two cores with other tests. */
const PAGE_DEADLINE_MS = 30_000;

export interface Opening extends BrowserContextOptions {
  /** Error of this computer's clock, in milliseconds. */
  readonly clockOff?: number;
  /** A script that runs before the page's own scripts. */
  readonly script?: string;
  /** The answers to the page's prompts, in order. */
  readonly typing?: string[];
}

/**
 * Pages of the console in a real Chromium, each in a browser context of its own. A test fails if a page has
 * an exception, a line in the console, or a violation of its content security policy.
 */
export class ConsolePages {
  private readonly ending = new Cleanup('after all tests');
  private readonly cleanup = new Cleanup();
  private readonly complaints: string[] = [];
  private browser!: Browser;

  constructor(kind?: BrowserKind) {
    beforeAll(async () => {
      this.browser = await launchBrowser(this.ending, kind);
    });
    afterEach(() => expect(this.complaints.splice(0)).toEqual([]));
  }

  async open(
    address: string,
    { clockOff = 0, script = '', typing = [], ...options }: Opening = {},
  ): Promise<Page> {
    const context = await this.browser.newContext({
      locale: 'en-GB',
      viewport: { width: 1440, height: 900 },
      ...options,
    });
    this.cleanup.add(() => context.close());
    context.setDefaultTimeout(PAGE_DEADLINE_MS);
    const page = await context.newPage();
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('dialog', (dialog) => {
      if (dialog.type() === 'prompt' && typing.length > 0) return void dialog.accept(typing.shift());
      this.complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('console', (message) => {
      // The browser's own line for any 4xx or refused connection; a page cannot keep it from being written.
      const network = message.text().startsWith('Failed to load resource');
      if (['error', 'warning'].includes(message.type()) && !network) this.complaints.push(message.text());
    });
    if (clockOff !== 0) await page.addInitScript(setClockOff, clockOff);
    if (script) await page.addInitScript(script);
    await page.goto(address);
    return page;
  }

  /** The bytes that a first visit of this page loads. */
  firstView(address: string): Promise<number> {
    return firstView(this.browser, address);
  }

  /** A leader's page that hears its meeting. */
  async leader(url: string, meetingId: string, options?: Opening): Promise<Page> {
    return online(await this.open(`${url}/console/${meetingId}`, options));
  }

  async member(url: string, meetingId: string, options?: Opening): Promise<Page> {
    return online(await this.open(`${url}/m/${meetingId}`, options));
  }
}

export async function online(page: Page): Promise<Page> {
  await page.locator('#light[data-state=good]').waitFor();
  return page;
}

/** Runs in the page before its own scripts. */
function setClockOff(off: number): void {
  const { now } = Date;
  Date.now = () => now() + off;
}

export const press = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).click();

/** Waits until the page shows this text somewhere. */
export const sees = (page: Page, text: string | RegExp): Promise<void> =>
  page.getByText(text).and(page.locator(':visible')).first().waitFor();

/** The seconds that the big clock shows. */
export async function clock(page: Page): Promise<number> {
  const shown = await page.getByRole('timer').innerText();
  return shown.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
}

/** Pixels by which the page is wider than its window. */
export const sidewaysScroll = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
