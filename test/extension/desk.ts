import { beforeAll } from '@jest/globals';
import type { Page } from 'puppeteer-core';
import { Cleanup } from '../support/cleanup.js';
import { until } from '../support/until.js';
import {
  breaksOf,
  seenOn,
  type ExtensionBrowser,
  type Kind,
  type LaunchOptions,
  type Seen,
} from './browsers.js';
import { World } from './world.js';

/** A browser with the extension and a service, shared by all tests of a `describe`: a start takes longer than most tests. */
export interface Desk {
  readonly kind: Kind;
  readonly world: World;
  readonly browser: ExtensionBrowser;
}

const HEARD_MS = 20_000;

export function newDesk(
  kind: Kind,
  settings: object = {},
  options: (world: World) => Omit<LaunchOptions, 'sitePort'> = () => ({}),
): Desk {
  const cleanup = new Cleanup('after all tests');
  const desk = { kind } as { kind: Kind; world: World; browser: ExtensionBrowser };
  // Two hooks: on a busy machine each start takes a good part of what one hook may.
  beforeAll(async () => {
    desk.world = await World.start(cleanup);
  });
  beforeAll(async () => {
    desk.browser = await desk.world.browser(kind, settings, options(desk.world));
  });
  return desk;
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

/** Seconds between what was on the screen and the end that the service set. */
export function errorsOf(seen: readonly Seen[], endsAt: string): number[] {
  const timed = seen.filter(({ is, phase }) => is === 'shown' && phase === 'timed');
  return timed.map(({ at, seconds = 0 }) => Math.abs(seconds - (Date.parse(endsAt) - at) / 1000));
}

/** Presses a control of the popup as soon as it is there. */
export async function press(popup: Page, selector: string): Promise<void> {
  await until(selector, () => popup.evaluate(`document.querySelector('${selector}')?.checkVisibility()`));
  await popup.click(selector);
}
