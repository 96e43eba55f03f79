import { describe, expect, it } from '@jest/globals';
import { Cleanup } from '../../support/cleanup.js';
import { Member } from '../../support/member.js';
import { until } from '../../support/until.js';
import { seenOn } from '../browsers.js';
import { hears, press, rest, type Desk } from '../desk.js';
import { newCode } from '../world.js';

/** A leader's and a member's commands, from the popup to the service and back to the page. */
export function sendsCommands(desk: Desk): void {
  const breakOf = async (meeting: string) =>
    (await desk.world.read(meeting)).body['rest'] as { duration_seconds: number | null } | null;
  const lasts = (meeting: string, seconds: number) =>
    until(
      `a break of ${String(seconds)} s`,
      async () => (await breakOf(meeting))?.duration_seconds === seconds,
    );

  describe('from the popup', () => {
    const cleanup = new Cleanup();

    it('lets a leader call a break, move its end, take that back, end it, and say something', async () => {
      const meeting = newCode();
      const page = await desk.browser.open(meeting);
      await desk.browser.inside(async (popup) => {
        await press(popup, '#lead');
        await press(popup, '#rest-5');
        await lasts(meeting, 300);
        await press(popup, '#shorter');
        await lasts(meeting, 240);
        await press(popup, '#longer');
        await lasts(meeting, 540);
        await press(popup, '#undo');
        await lasts(meeting, 240);
        await press(popup, '#resume');
        await until('the end', async () => (await breakOf(meeting)) === null);
        await press(popup, '#more summary');
        await popup.type('#announce-text', 'Lunch is at one');
        await press(popup, '#announce-text-send');
      }, 'popup/popup.html');
      await until('the announcement', async () =>
        (await seenOn(page)).some(({ announcement }) => announcement === 'Lunch is at one'),
      );
      await page.close();
    });

    it('lets a member ask for more time, once', async () => {
      const meeting = newCode();
      const page = await desk.browser.open(meeting);
      await rest(desk, meeting, 'Short', 600);
      const leader = await Member.join(cleanup, desk.world.service.url, meeting, '&role=leader');
      await hears(page, 'Short');
      await desk.browser.inside(async (popup) => {
        await press(popup, '#ask');
        await until('the answer', () =>
          popup.evaluate("document.querySelector('#ask').ariaDisabled === 'true'"),
        );
      }, 'popup/popup.html');
      expect((await leader.hears('more_time_requested')).data).toMatchObject({ count: 1 });
      await page.close();
    });
  });
}
