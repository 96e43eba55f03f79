import { beforeAll, describe, expect, it } from '@jest/globals';
import { Cleanup } from '../support/cleanup.js';
import { until } from '../support/until.js';
import { breaksOf, seenOn, type ExtensionBrowser, type Kind, type Seen } from './browsers.js';
import { newCode, World } from './world.js';
import type { Page } from 'puppeteer-core';

const cleanup = new Cleanup('after all tests');
let world: World;
beforeAll(async () => {
  world = await World.start(cleanup);
});

const rest = (meeting: string, message: string, duration_seconds: number | null = null) =>
  world.call(meeting, '/rest', { message, duration_seconds });

const heard = (page: Page, count: number): Promise<Seen[]> =>
  until(
    `${String(count)} breaks on the screen`,
    async () => {
      const breaks = breaksOf(await seenOn(page));
      return breaks.length >= count ? breaks : undefined;
    },
    20_000,
  );

const isHidden = async (page: Page) => (await seenOn(page)).at(-1)?.is === 'hidden';

/** Seconds between what was on the screen and the end that the service set. */
function errorsOf(seen: readonly Seen[], endsAt: string): number[] {
  const timed = seen.filter(({ is, phase }) => is === 'shown' && phase === 'timed');
  return timed.map(({ at, seconds = 0 }) => Math.abs(seconds - (Date.parse(endsAt) - at) / 1000));
}

describe.each<Kind>(['chromium', 'firefox'])('the extension in %s', (kind) => {
  let browser: ExtensionBrowser;
  // Firefox suspends its background when it was idle for so long; Chromium's is killed.
  beforeAll(async () => {
    browser = await world.browser(kind, {}, { idleMs: 2_000 });
  });

  it('shows a break over the meeting, counts it down, and removes it', async () => {
    const meeting = newCode();
    const page = await browser.open(meeting);
    const { body } = await rest(meeting, 'Coffee', 60);
    const [shown] = await heard(page, 1);
    expect(shown).toMatchObject({ message: 'Coffee', phase: 'timed', form: 'card' });
    await until('it to count', async () => (await seenOn(page)).some(({ seconds }) => seconds === 58));
    expect(Math.max(...errorsOf(await seenOn(page), String(body['ends_at'])))).toBeLessThanOrEqual(1.1);
    await world.call(meeting, '/resume');
    await until('its end', async () => (await seenOn(page)).some(({ phase }) => phase === 'over'));
    await page.close();
  });

  it('opens one stream for all tabs, and reports that the break was seen', async () => {
    const meeting = newCode();
    const pages = [await browser.open(meeting), await browser.open(meeting)];
    await rest(meeting, 'Once');
    for (const page of pages) await heard(page, 1);
    const { body } = await until('one member who saw it', async () => {
      const answer = await world.read(meeting);
      return (answer.body['members'] as { seen: number }).seen === 1 ? answer : undefined;
    });
    expect(body['members']).toMatchObject({ connected: 1, seen: 1 });
    for (const page of pages) await page.close();
  });

  it('shows each break once when its background process stops before, during and after it', async () => {
    const meeting = newCode();
    const page = await browser.open(meeting);
    for (const [at, message] of ['one', 'two', 'three'].entries()) {
      await browser.endBackground();
      await rest(meeting, message);
      await heard(page, at + 1);
      await browser.endBackground();
    }
    await rest(meeting, 'last');
    const breaks = await heard(page, 4);
    expect(breaks.map(({ message }) => message)).toEqual(['one', 'two', 'three', 'last']);
    await page.close();
  });

  it('shows the current break after the computer slept, and nothing of a finished one', async () => {
    const meeting = newCode();
    const page = await browser.open(meeting);
    await rest(meeting, 'before');
    await heard(page, 1);
    await world.call(meeting, '/resume');
    browser.freeze();
    await rest(meeting, 'missed');
    await world.call(meeting, '/resume');
    const { body } = await rest(meeting, 'now', 120);
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    browser.wake();
    const breaks = await heard(page, 2);
    expect(breaks.map(({ message }) => message)).toEqual(['before', 'now']);
    expect(Math.max(...errorsOf(await seenOn(page), String(body['ends_at'])))).toBeLessThanOrEqual(1.1);
    await page.close();
  });

  it('reconnects by itself after a network failure', async () => {
    const meeting = newCode();
    const page = await browser.open(meeting);
    await rest(meeting, 'before');
    await heard(page, 1);
    world.cut();
    await rest(meeting, 'during');
    world.mend();
    expect((await heard(page, 2)).map(({ message }) => message)).toEqual(['before', 'during']);
    await page.close();
  });

  it('keeps the meeting when the address no longer names it, and forgets it on another site', async () => {
    const meeting = newCode();
    const page = await browser.open(meeting);
    await rest(meeting, 'named');
    await heard(page, 1);
    await page.evaluate("history.pushState({}, '', '/landing')");
    await world.call(meeting, '/resume');
    await rest(meeting, 'remembered');
    await heard(page, 2);
    const other = newCode();
    await page.evaluate(`history.pushState({}, '', '/${other}')`);
    await until('the first break to go', () => isHidden(page));
    await rest(other, 'another');
    expect((await heard(page, 3)).map(({ message }) => message)).toEqual(['named', 'remembered', 'another']);
    await page.close();
  });

  it('shows a notification, and counts down on its toolbar button', async () => {
    const meeting = newCode();
    const page = await browser.open(meeting);
    await rest(meeting, 'Coffee', 300);
    await heard(page, 1);
    await browser.inside(async (inner) => {
      const text = await until('the badge', () => inner.evaluate('chrome.action.getBadgeText({})'));
      expect(text).toMatch(/^(?:5:00|4:5\d)$/);
      // Firefox does not list what it shows.
      const shown = (await inner.evaluate('chrome.notifications.getAll()')) as object;
      if (kind === 'chromium')
        expect(Object.keys(shown).filter((id) => id.startsWith('rest '))).not.toEqual([]);
    });
    await page.close();
  });
});
