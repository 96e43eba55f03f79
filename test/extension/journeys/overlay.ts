import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'puppeteer-core';
import { until } from '../../support/until.js';
import { seenOn, type Seen } from '../browsers.js';
import type { Desk } from '../desk.js';
import { newCode } from '../world.js';

/** The page's own script has the policy's nonce; these run as the browser's. */
const HOST = "document.querySelector('kyukei-overlay')";
/** Shows a modal dialog, as large as the window: all that is not in it is inert. */
const OPEN_DIALOG = `
  const dialog = document.createElement('dialog');
  dialog.id = 'modal';
  dialog.append('A question of the meeting');
  document.body.append(dialog);
  dialog.showModal();
`;

export function standsAboveThePage(desk: Desk): void {
  describe('above a page with a strict policy', () => {
    let page: Page;

    beforeAll(async () => {
      const code = newCode();
      await desk.world.call(code, '/start');
      page = await desk.browser.open(code);
      await until('the cup', async () => (await lastSeen())?.form === 'cup');
      // The popup in a tab of its own: about the meeting of the tab that is open.
      await desk.browser.inside(async (popup) => {
        await until('the checkbox', () =>
          popup.evaluate("document.querySelector('#lead')?.checkVisibility()"),
        );
        await popup.click('#lead');
        await until('the leader', () =>
          popup.evaluate("document.querySelector('#rest-10').checkVisibility()"),
        );
        await popup.type('#message', 'Tea');
        await popup.click('#rest-10');
        await until('the break', () => popup.evaluate("document.querySelector('#resume').checkVisibility()"));
      }, 'popup/popup.html');
      await page.bringToFront();
    });

    const lastSeen = async (): Promise<Seen | undefined> =>
      (await seenOn(page)).filter(({ is }) => is === 'shown').at(-1);

    const parent = () => page.evaluate(`${HOST}?.parentElement?.id || ${HOST}?.parentElement?.localName`);

    /** Presses the button in the card's upper right corner, then the pill: real clicks, where a person would. */
    async function pressSmallAndLarge(): Promise<void> {
      const press = async (x: string, y: string) => {
        const at = (await page.evaluate(
          `(({ left, right, top, bottom }) => [${x}, ${y}])(${HOST}.getBoundingClientRect())`,
        )) as [number, number];
        await page.mouse.click(...at);
      };
      await press('right - 22', 'top + 22');
      await until('the pill', async () => (await lastSeen())?.form === 'pill');
      await press('(left + right) / 2', '(top + bottom) / 2');
      await until('the card', async () => (await lastSeen())?.form === 'card');
    }

    it('shows the break that a leader called from the popup', async () => {
      await until('the break', async () => (await lastSeen())?.form === 'card');
      expect(await lastSeen()).toMatchObject({ phase: 'timed', message: 'Tea', connection: 'online' });
    });

    it('is above the page, and its buttons can be pressed', async () => {
      expect(await parent()).toBe('html');
      await pressSmallAndLarge();
    });

    it('moves into a modal dialog when it opens, and back when it closes', async () => {
      await page.evaluate(OPEN_DIALOG);
      await until('the overlay in the dialog', async () => (await parent()) === 'modal');
      await pressSmallAndLarge();
      await page.evaluate("document.querySelector('#modal').close()");
      await until('the overlay on the page', async () => (await parent()) === 'html');
      await pressSmallAndLarge();
    });

    it('moves into an element in full screen, and back', async () => {
      await page.evaluate(`
      const stage = document.createElement('div');
      stage.id = 'stage';
      stage.textContent = 'Full screen';
      stage.addEventListener('click', () => stage.requestFullscreen(), { once: true });
      document.body.prepend(stage);
    `);
      await page.click('#stage');
      await until('the overlay in full screen', async () => (await parent()) === 'stage');
      await pressSmallAndLarge();
      await page.evaluate('document.exitFullscreen()');
      await until('the overlay on the page', async () => (await parent()) === 'html');
    });

    it('survives the document changes of single-page applications', async () => {
      await page.evaluate('document.body.replaceWith(document.createElement("body"))');
      await page.evaluate(`${HOST}.remove()`);
      await until('the overlay', async () => (await parent()) === 'html');
      await page.evaluate("history.pushState(null, '', location.pathname + '?authuser=1')");
      await page.evaluate(`${HOST}.replaceWith()`);
      await until('the overlay', async () => (await parent()) === 'html');
      await pressSmallAndLarge();
    });

    it('exposes nothing to the page', async () => {
      expect(await page.evaluate(`[${HOST}.shadowRoot, ${HOST}.textContent]`)).toEqual([null, '']);
    });

    it('disappears with the break', async () => {
      const code = await page.evaluate('location.pathname.slice(1)');
      await desk.world.call(String(code), '/end');
      await until('the end', async () => (await lastSeen())?.phase === 'over');
      const [right, top] = (await page.evaluate(
        `(({ right, top }) => [right - 22, top + 22])(${HOST}.getBoundingClientRect())`,
      )) as [number, number];
      await page.mouse.click(right, top);
      // A leader keeps the cup: the next meeting may be started from it.
      await until('the cup', async () => (await lastSeen())?.form === 'cup');
    });
  });
}
