import { beforeAll, expect } from '@jest/globals';
import type { Page } from 'puppeteer-core';
import { startApp } from '../support/app.js';
import { Cleanup } from '../support/cleanup.js';
import { until } from '../support/until.js';
import {
  breaksOf,
  pasteLink,
  seenOn,
  type ExtensionBrowser,
  type Kind,
  type LaunchOptions,
  type Seen,
} from './browsers.js';
import { World } from './world.js';

const HEARD_MS = 20_000;
/** Long, because a browser starts slowly on a busy machine, and its start is not under test. */
const START_MS = 180_000;

/** Leaves the meeting with the same message as the popup. */
const LEAVE = `new Promise((done) => {
  const port = chrome.runtime.connect();
  port.onMessage.addListener(({ type }) => type === 'done' && done());
  port.postMessage({ type: 'command', id: 1, command: { name: 'follow', meeting: null } });
})`;

/**
 * A browser with the extension, and a service, shared by all tests of a `describe`, because a start takes
 * longer than most tests. Whatever a test opens or changes here is undone when it ends or fails, so that it
 * affects no other test.
 */
export class Desk {
  world!: World;
  browser!: ExtensionBrowser;
  private readonly cleanup = new Cleanup();

  constructor(
    readonly kind: Kind,
    options: Omit<LaunchOptions, 'sitePort'> = {},
  ) {
    const ending = new Cleanup('after all tests');
    beforeAll(async () => {
      this.world = await World.start(ending, await startApp(ending));
      this.browser = await this.world.browser(kind, {}, options);
    }, START_MS);
  }

  async open(path: string, host?: string): Promise<Page> {
    const page = await this.browser.open(path, host);
    this.cleanup.add(() => page.close());
    return page;
  }

  /** Opens the popup in a tab of its own, as soon as it shows the meeting of the open tab. */
  popup(meeting: string, act: (popup: Page) => Promise<void>): Promise<void> {
    return this.browser.inside(async (popup) => {
      const name = "document.querySelector('.meeting strong').textContent";
      await until('the meeting', async () => (await popup.evaluate(name)) === meeting);
      await act(popup);
    }, 'popup/popup.html');
  }

  /** Pastes a link into the popup; leaves the meeting when the test ends. */
  async follow(link: string): Promise<void> {
    this.cleanup.add(() => this.browser.inside((page) => page.evaluate(LEAVE)));
    await this.browser.inside((popup) => pasteLink(popup, link), 'popup/popup.html');
  }

  async configure(settings: object): Promise<void> {
    const before = { server: this.world.server, language: 'en' };
    this.cleanup.add(() => this.browser.configure(before));
    await this.browser.configure({ ...before, ...settings });
  }

  /** The computer sleeps during `act`. */
  async asleep(act: () => Promise<unknown>): Promise<void> {
    this.browser.freeze();
    try {
      await act();
    } finally {
      this.browser.wake();
    }
  }

  /** The network is down during `act`. */
  async offline(act: () => Promise<unknown>): Promise<void> {
    this.world.cut();
    try {
      await act();
    } finally {
      this.world.mend();
    }
  }
}

export const rest = (
  { world }: Desk,
  meeting: string,
  message: string,
  duration_seconds: number | null = null,
) => world.call(meeting, '/rest', { message, duration_seconds });

export const heard = (page: Page, count: number): Promise<Seen[]> =>
  until(
    `${String(count)} breaks on the screen`,
    async () => {
      const breaks = breaksOf(await seenOn(page));
      return breaks.length >= count ? breaks : undefined;
    },
    HEARD_MS,
  );

export const messagesOn = async (page: Page) => breaksOf(await seenOn(page)).map(({ message }) => message);

export const hears = (page: Page, message: string) =>
  until(message, async () => (await messagesOn(page)).includes(message), HEARD_MS);

/** The last state of the overlay. */
export const lastSeen = async (page: Page): Promise<Seen | undefined> =>
  (await seenOn(page)).filter(({ is }) => is === 'shown').at(-1);

/** The differences in seconds between the displayed countdown and the end that the service set. */
function errorsOf(seen: readonly Seen[], endsAt: string): number[] {
  const timed = seen.filter(({ is, phase }) => is === 'shown' && phase === 'timed');
  return timed.map(({ at, seconds = 0 }) => Math.abs(seconds - (Date.parse(endsAt) - at) / 1000));
}

/**
 * Waits until the overlay counts right to the second. Until the client has asked a busy service for the time,
 * it may be off by half a second more (`LATE_MS` in server-clock.js), but never by more than that.
 */
export async function countsRight(page: Page, endsAt: string): Promise<void> {
  const errors = async () => errorsOf(await seenOn(page), endsAt);
  await until('the right second', async () => ((await errors()).at(-1) ?? Infinity) <= 1.1);
  expect(Math.max(...(await errors()))).toBeLessThanOrEqual(1.6);
}
