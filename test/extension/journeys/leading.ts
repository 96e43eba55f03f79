import { describe, expect, it } from '@jest/globals';
import type { Page } from 'puppeteer-core';
import { Cleanup } from '../../support/cleanup.js';
import { Member } from '../../support/member.js';
import { until } from '../../support/until.js';
import { press } from '../browsers.js';
import { hears, lastSeen, rest, type Desk } from '../desk.js';
import { newCode } from '../world.js';

/** Waits until a countdown is in its first minute: after that the popup's controls no longer move. */
const countsFrom = (popup: Page, minutes: number) =>
  until(`a countdown from ${String(minutes)} minutes`, async () => {
    const clock = (await popup.evaluate("document.querySelector('.clock .said').textContent")) as string;
    const [left = NaN, seconds = NaN] = clock.split(':').map(Number);
    return Math.ceil((left * 60 + seconds) / 60) === minutes;
  });

const isVisible = (popup: Page, selector: string) =>
  popup.evaluate(`document.querySelector('${selector}')?.checkVisibility() ?? false`);

/** Tests the commands of a leader and a member, from the popup to the service and back to the page. */
export function sendsCommands(desk: Desk): void {
  describe('from the popup', () => {
    const cleanup = new Cleanup();

    it('lets a leader call a break, move its end, take that back, say something, and end it', async () => {
      const meeting = newCode();
      const page = await desk.open(meeting);
      await desk.popup(meeting, async (popup) => {
        await press(popup, '#lead');
        await popup.locator('#message').fill('Tea');
        await press(popup, '#rest-5');
        await countsFrom(popup, 5);
        await press(popup, '#shorter');
        await countsFrom(popup, 4);
        await press(popup, '#longer');
        await countsFrom(popup, 9);
        await press(popup, '#undo');
        await countsFrom(popup, 4);
        await until('no Undo', async () => !(await isVisible(popup, '#undo')));
        await press(popup, '#more summary');
        await popup.locator('#announce-text').fill('Lunch is at one');
        await press(popup, '#announce-text-send');
        await until('the announcement', () => isVisible(popup, '.announcement'));
        const announced = { message: 'Tea', announcement: 'Lunch is at one', phase: 'timed', form: 'card' };
        expect(await until('the page', () => lastSeen(page))).toMatchObject(announced);
        await press(popup, '#resume');
        await until('the end', () => isVisible(popup, '#rest-5'));
      });
      await until('the end on the page', async () => (await lastSeen(page))?.phase === 'over');
    });

    it('lets a member ask for more time, once', async () => {
      const meeting = newCode();
      const page = await desk.open(meeting);
      await rest(desk, meeting, 'Short', 600);
      const leader = await Member.join(cleanup, desk.world.service.url, meeting, '&role=leader');
      await hears(page, 'Short');
      await desk.popup(meeting, async (popup) => {
        await press(popup, '#ask');
        await until('the answer', () =>
          popup.evaluate("document.querySelector('#ask').ariaDisabled === 'true'"),
        );
      });
      expect((await leader.hears('more_time_requested')).data).toMatchObject({ count: 1 });
    });
  });
}
