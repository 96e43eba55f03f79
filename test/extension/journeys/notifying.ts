import { describe, expect, it } from '@jest/globals';
import type { Page } from 'puppeteer-core';
import { startApp } from '../../support/app.js';
import { Cleanup } from '../../support/cleanup.js';
import { built } from '../../support/outside-jest.js';
import { until } from '../../support/until.js';
import { seenOn } from '../browsers.js';
import { heard, rest, type Desk } from '../desk.js';
import { newCode, World } from '../world.js';

const { SystemClock } = await built<typeof import('../../../src/clock/clock.js')>('clock/clock.js');

/** The notifications of one kind. Firefox does not list its notifications. */
const listed = async (inner: Page, kind: 'rest' | 'announcement') =>
  Object.keys((await inner.evaluate('chrome.notifications.getAll()')) as object).filter((id) =>
    id.startsWith(`${kind} `),
  );

export function notifies(desk: Desk): void {
  const cleanup = new Cleanup();

  describe('for those who look elsewhere', () => {
    it('counts down on its toolbar button, and shows a notification', async () => {
      const meeting = newCode();
      const page = await desk.open(meeting);
      await rest(desk, meeting, 'Coffee', 300);
      await heard(page, 1);
      await desk.browser.inside(async (inner) => {
        const text = await until('the badge', () => inner.evaluate('chrome.action.getBadgeText({})'));
        expect(text).toMatch(/^(?:5:00|4:5\d)$/);
        if (desk.kind === 'chromium') expect(await listed(inner, 'rest')).not.toEqual([]);
      });
    });

    if (desk.kind === 'chromium')
      it('shows a notification of an announcement, unless that is old news', async () => {
        let agoMs = 0;
        const clock = new SystemClock();
        clock.now = () => Date.now() - agoMs;
        const world = await World.start(cleanup, await startApp(cleanup, {}, clock));
        await desk.configure({ server: world.server });
        const meeting = newCode();
        const page = await desk.open(meeting);
        const say = (message: string) => world.call(meeting, '/announcements', { message });
        const said = async () => {
          const all = (await seenOn(page)).flatMap(({ announcement }) => announcement ?? []);
          return [...new Set(all)];
        };
        await world.call(meeting, '/start');
        await until('the meeting', async () => (await seenOn(page)).some(({ is }) => is === 'shown'));
        await desk.browser.inside(async (popup) => {
          const announcements = () => listed(popup, 'announcement');
          await say('News');
          await until('its notification', async () => (await announcements()).length === 1);
          world.cut();
          agoMs = 180_000;
          await say('Old');
          agoMs = 0;
          world.mend();
          await say('Next');
          // An opening popup wakes the stream.
          await popup.reload({ waitUntil: 'domcontentloaded' });
          await until('the next one on the page', async () => (await said()).includes('Next'));
          await until('its notification', async () => (await announcements()).length > 1);
          expect(await announcements()).toHaveLength(2);
        }, 'popup/popup.html');
        expect(await said()).toEqual(['News', 'Next']);
      });
  });
}
