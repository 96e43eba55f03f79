import { expect, it } from '@jest/globals';
import { until } from '../../support/until.js';
import { seenOn } from '../browsers.js';
import { errorsOf, heard, rest, type Desk } from '../desk.js';
import { newCode } from '../world.js';
import type { Page } from 'puppeteer-core';

const isHidden = async (page: Page) => (await seenOn(page)).at(-1)?.is === 'hidden';

/** A member's meeting, through what happens to computers and networks. */
export function followsMeetings(desk: Desk): void {
  it('shows a break over the meeting, counts it down, and removes it', async () => {
    const meeting = newCode();
    const page = await desk.browser.open(meeting);
    const { body } = await rest(desk, meeting, 'Coffee', 60);
    const [shown] = await heard(page, 1);
    expect(shown).toMatchObject({ message: 'Coffee', phase: 'timed', form: 'card' });
    await until('it to count', async () => (await seenOn(page)).some(({ seconds }) => seconds === 58));
    expect(Math.max(...errorsOf(await seenOn(page), String(body['ends_at'])))).toBeLessThanOrEqual(1.1);
    await desk.world.call(meeting, '/resume');
    await until('its end', async () => (await seenOn(page)).some(({ phase }) => phase === 'over'));
    await page.close();
  });

  it('opens one stream for all tabs, and reports that the break was seen', async () => {
    const meeting = newCode();
    const pages = [await desk.browser.open(meeting), await desk.browser.open(meeting)];
    await rest(desk, meeting, 'Once');
    for (const page of pages) await heard(page, 1);
    const { body } = await until('one member who saw it', async () => {
      const answer = await desk.world.read(meeting);
      return (answer.body['members'] as { seen: number }).seen === 1 ? answer : undefined;
    });
    expect(body['members']).toMatchObject({ connected: 1, seen: 1 });
    for (const page of pages) await page.close();
  });

  it('shows the current break after the computer slept, and nothing of a finished one', async () => {
    const meeting = newCode();
    const page = await desk.browser.open(meeting);
    await rest(desk, meeting, 'before');
    await heard(page, 1);
    await desk.world.call(meeting, '/resume');
    desk.browser.freeze();
    await rest(desk, meeting, 'missed');
    await desk.world.call(meeting, '/resume');
    const { body } = await rest(desk, meeting, 'now', 120);
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    desk.browser.wake();
    const breaks = await heard(page, 2);
    expect(breaks.map(({ message }) => message)).toEqual(['before', 'now']);
    expect(Math.max(...errorsOf(await seenOn(page), String(body['ends_at'])))).toBeLessThanOrEqual(1.1);
    await page.close();
  });

  it('reconnects by itself after a network failure', async () => {
    const meeting = newCode();
    const page = await desk.browser.open(meeting);
    await rest(desk, meeting, 'before');
    await heard(page, 1);
    desk.world.cut();
    await rest(desk, meeting, 'during');
    desk.world.mend();
    expect((await heard(page, 2)).map(({ message }) => message)).toEqual(['before', 'during']);
    await page.close();
  });

  it('keeps the meeting when the address no longer names it, and forgets it on another site', async () => {
    const meeting = newCode();
    const page = await desk.browser.open(meeting);
    await rest(desk, meeting, 'named');
    await heard(page, 1);
    await page.evaluate("history.pushState({}, '', '/landing')");
    await desk.world.call(meeting, '/resume');
    await rest(desk, meeting, 'remembered');
    await heard(page, 2);
    const other = newCode();
    await page.evaluate(`history.pushState({}, '', '/${other}')`);
    await until('the first break to go', () => isHidden(page));
    await rest(desk, other, 'another');
    expect((await heard(page, 3)).map(({ message }) => message)).toEqual(['named', 'remembered', 'another']);
    await page.close();
  });

  it('shows a notification, and counts down on its toolbar button', async () => {
    const meeting = newCode();
    const page = await desk.browser.open(meeting);
    await rest(desk, meeting, 'Coffee', 300);
    await heard(page, 1);
    await desk.browser.inside(async (inner) => {
      const text = await until('the badge', () => inner.evaluate('chrome.action.getBadgeText({})'));
      expect(text).toMatch(/^(?:5:00|4:5\d)$/);
      // Firefox does not list what it shows.
      const shown = (await inner.evaluate('chrome.notifications.getAll()')) as object;
      if (desk.kind === 'chromium')
        expect(Object.keys(shown).filter((id) => id.startsWith('rest '))).not.toEqual([]);
    });
    await page.close();
  });
}
