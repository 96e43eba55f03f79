import { describe, expect, it } from '@jest/globals';
import type { Page } from 'puppeteer-core';
import { until } from '../../support/until.js';
import { lastSeen, rest, type Desk } from '../desk.js';
import { newCode } from '../world.js';

/** The policy allows the page's own script by a nonce; this code runs through the browser. */
const HOST = "document.querySelector('kyukei-overlay')";
/** Shows a modal dialog as large as the window, which makes everything outside it inert. */
const OPEN_DIALOG = `
  const dialog = document.createElement('dialog');
  dialog.id = 'modal';
  dialog.append('A question of the meeting');
  document.body.append(dialog);
  dialog.showModal();
`;
const OFFER_FULL_SCREEN = `
  const stage = document.createElement('div');
  stage.id = 'stage';
  stage.textContent = 'Full screen';
  stage.addEventListener('click', () => stage.requestFullscreen(), { once: true });
  document.body.prepend(stage);
`;
/** The edges of the overlay, if they do not move within two frames. */
const EDGES = `new Promise((answer) => {
  const edges = () => JSON.stringify(${HOST}.getBoundingClientRect());
  const before = edges();
  requestAnimationFrame(() => requestAnimationFrame(() => answer(edges() === before && JSON.parse(before))));
})`;

interface Edges {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const edges = (page: Page): Promise<Edges> =>
  until('an overlay that stands still', () => page.evaluate(EDGES) as Promise<Edges>);

const parentIs = (page: Page, parent: string) =>
  until(`the overlay in ${parent}`, async () => {
    const name = `${HOST}?.parentElement?.id || ${HOST}?.parentElement?.localName`;
    return (await page.evaluate(name)) === parent;
  });

const formIs = (page: Page, form: string) =>
  until(`the ${form}`, async () => (await lastSeen(page))?.form === form);

/** Clicks the button in the card's upper right corner, at its place on the screen. */
async function close(page: Page): Promise<void> {
  const { right, top } = await edges(page);
  await page.mouse.click(right - 22, top + 22);
}

/** Minimises the card to a pill, and expands it again. */
async function pressSmallAndLarge(page: Page): Promise<void> {
  await close(page);
  await formIs(page, 'pill');
  const { left, right, top, bottom } = await edges(page);
  await page.mouse.click((left + right) / 2, (top + bottom) / 2);
  await formIs(page, 'card');
}

export function standsAboveThePage(desk: Desk): void {
  describe('above a page with a strict policy', () => {
    async function openOnBreak() {
      const meeting = newCode();
      const page = await desk.open(meeting);
      await rest(desk, meeting, 'Tea', 600);
      await formIs(page, 'card');
      return { meeting, page };
    }

    it('has buttons that can be pressed, and exposes nothing to the page', async () => {
      const { page } = await openOnBreak();
      await parentIs(page, 'html');
      await pressSmallAndLarge(page);
      expect(await page.evaluate(`[${HOST}.shadowRoot, ${HOST}.textContent]`)).toEqual([null, '']);
    });

    it('moves into a modal dialog when it opens, and back when it closes', async () => {
      const { page } = await openOnBreak();
      await page.evaluate(OPEN_DIALOG);
      await parentIs(page, 'modal');
      await pressSmallAndLarge(page);
      await page.evaluate("document.querySelector('#modal').close()");
      await parentIs(page, 'html');
      await pressSmallAndLarge(page);
    });

    it('moves into an element in full screen, and back', async () => {
      const { page } = await openOnBreak();
      await page.evaluate(OFFER_FULL_SCREEN);
      await page.locator('#stage').click();
      await parentIs(page, 'stage');
      await pressSmallAndLarge(page);
      await page.evaluate('document.exitFullscreen()');
      await parentIs(page, 'html');
    });

    it('survives the document changes of single-page applications', async () => {
      const { page } = await openOnBreak();
      await page.evaluate('document.body.replaceWith(document.createElement("body"))');
      await page.evaluate(`${HOST}.remove()`);
      await parentIs(page, 'html');
      await page.evaluate("history.pushState(null, '', location.pathname + '?authuser=1')");
      await page.evaluate(`${HOST}.replaceWith()`);
      await parentIs(page, 'html');
      await pressSmallAndLarge(page);
    });

    it('becomes a cup when the break is over and that was read', async () => {
      const { meeting, page } = await openOnBreak();
      await desk.world.call(meeting, '/resume');
      await until('the end', async () => (await lastSeen(page))?.phase === 'over');
      await close(page);
      await formIs(page, 'cup');
    });
  });
}
