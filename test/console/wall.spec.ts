import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { get, post } from '../support/api.js';
import { startApp } from '../support/app.js';
import { violations } from '../support/axe.mjs';
import { Cleanup } from '../support/cleanup.js';
import { ConsolePages, online, sees, sidewaysScroll } from '../support/console-pages.js';
import { until } from '../support/until.js';

const SCREENS = [
  [1280, 720],
  [1920, 1080],
  [3840, 2160],
  [1080, 1920],
  [844, 390],
] as const;

describe('the page for a screen in the room', () => {
  const cleanup = new Cleanup('after all tests');
  const pages = new ConsolePages();
  let url: string;

  beforeAll(async () => {
    // Without the address for other devices, a wall that is opened at a loopback address has no QR code.
    ({ url } = await startApp(cleanup, { PUBLIC_URL: 'https://breaks.example' }));
  });

  const wall = async (id: string, width = 1920, height = 1080): Promise<Page> =>
    online(await pages.open(`${url}/wall/${id}`, { viewport: { width, height } }));
  const moment = (page: Page) => page.evaluate<string>("document.body.dataset.moment ?? ''");

  it.each(SCREENS)(
    'fills %i × %i: the clock is as large as there is room, and nothing is cut or covered',
    async (width, height) => {
      const meeting = `${url}/api/meetings/size-${width}`;
      await post(`${meeting}/rest`, { message: 'Tea and cake in the hall', duration_seconds: 3000 });
      await post(`${meeting}/rest/ack`, { client_id: 'ann', status: 'back' });
      const page = await wall(`size-${width}`, width, height);
      await sees(page, 'Everyone is back');
      const boxes = await Promise.all(
        ['clock', 'label', 'message', 'note', 'now', 'room', 'wall-qr', 'room-count'].map(async (id) => ({
          id,
          box: await page.locator(`#${id}`).boundingBox(),
        })),
      );
      for (const { id, box } of boxes) {
        const isInside =
          box && box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height;
        expect([id, isInside]).toEqual([id, true]);
      }
      const clock = boxes[0]?.box;
      // On a wide screen the height is the limit, on a tall one the width.
      expect(Math.max((clock?.width ?? 0) / width, (clock?.height ?? 0) / height)).toBeGreaterThan(0.45);
      const smallest = await page.evaluate<number>(
        `Math.min(...['label', 'message', 'note', 'now', 'room', 'room-count']
          .map((id) => parseFloat(getComputedStyle(document.getElementById(id)).fontSize)))`,
      );
      // Letters of 1/50 of a screen's height can be read from a distance of seven times its width.
      expect(smallest).toBeGreaterThan(Math.min(height, width) / 50);
      expect(await sidewaysScroll(page)).toBe(0);
    },
  );

  it('looks different in the last minute and after the end', async () => {
    await post(`${url}/api/meetings/moments/rest`, { message: 'Tea', duration_seconds: 300 });
    const page = await wall('moments');
    const colour = () => page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    await sees(page, 'Tea');
    expect(await moment(page)).toBe('');
    const colours = [await colour()];
    await post(`${url}/api/meetings/moments/rest/extend`, { seconds: -250 });
    await sees(page, 'The last minute');
    expect(await moment(page)).toBe('last');
    expect(await violations(page)).toEqual([]);
    colours.push(await colour());
    await post(`${url}/api/meetings/moments/resume`);
    await sees(page, 'The break is over');
    await sees(page, 'Please come back.');
    expect(await moment(page)).toBe('over');
    expect(await violations(page)).toEqual([]);
    colours.push(await colour());
    expect(new Set(colours).size).toBe(3);
  });

  it.each(['/wall/', '/m/', '/console/'])(
    'animates nothing for the length of a break, which would cost half a core: %s',
    async (path) => {
      await post(`${url}/api/meetings/still/rest`, { message: 'Tea', duration_seconds: 600 });
      const page = await online(await pages.open(`${url}${path}still`));
      await sees(page, 'Tea');
      const level = () => page.evaluate<string>("document.getElementById('stage').style.cssText");
      const before = await level();
      await until('the next level of the tea', async () => (await level()) !== before);
      expect(await page.evaluate('document.getAnimations().length')).toBe(0);
    },
  );

  it('shows no QR code of an address that only this computer can open', async () => {
    const local = await startApp(cleanup);
    await post(`${local.url}/api/meetings/local/start`);
    const page = await online(await pages.open(`${local.url}/wall/local`));
    await page.locator('#now').waitFor();
    expect(await page.locator('#wall-qr svg').count()).toBe(0);
    await (await wall('public')).locator('#wall-qr svg').waitFor();
  });

  it('keeps its texts on the screen when a line about the connection comes above them', async () => {
    const service = await startApp(cleanup);
    await post(`${service.url}/api/meetings/lost/rest`, { message: 'Tea. '.repeat(20) });
    const page = await pages.open(`${service.url}/wall/lost`, { viewport: { width: 640, height: 360 } });
    await sees(page, 'The leader says when it is over');
    const bottom = async () => {
      const box = await page.locator('#note').boundingBox();
      return box ? box.y + box.height : Infinity;
    };
    await until('the texts to fit', async () => (await bottom()) <= 360);
    await service.nest.close();
    await sees(page, 'Reconnecting…');
    await until('the texts to fit below the line', async () => (await bottom()) <= 360);
  });

  // Browsers draw a plate in the background colour behind each text, so text in that colour, or below a
  // plate, is invisible.
  it('can be read in forced colours, at each moment', async () => {
    const meeting = `${url}/api/meetings/forced`;
    await post(`${meeting}/start`);
    const screen = { forcedColors: 'active', viewport: { width: 1280, height: 800 } } as const;
    const page = await online(await pages.open(`${url}/wall/forced`, screen));
    const isSeen = async (digits: string) => {
      const label = page.locator('#label');
      const [text, plate] = await page.evaluate<string[]>(
        "[getComputedStyle(document.getElementById('label')).color, getComputedStyle(document.documentElement).getPropertyValue('--paper')]",
      );
      expect([text, plate]).toEqual(['rgb(0, 0, 0)', 'Canvas']);
      const shown = await label.screenshot();
      await page.locator(digits).evaluate((one: { style: { opacity: string } }) => (one.style.opacity = '0'));
      expect((await label.screenshot()).equals(shown)).toBe(true);
      await page.locator(digits).evaluate((one: { style: { opacity: string } }) => (one.style.opacity = ''));
    };
    await sees(page, 'In the meeting');
    await isSeen('#now');
    await post(`${meeting}/rest`, { duration_seconds: 50 });
    await sees(page, 'The last minute');
    await isSeen('#clock');
    await post(`${meeting}/resume`);
    await sees(page, 'The break is over');
    await isSeen('#clock');
  });

  it('counts who is back, and is not counted', async () => {
    const meeting = `${url}/api/meetings/room`;
    await post(`${meeting}/rest`, { message: 'Tea' });
    await pages.member(url, 'room');
    const page = await wall('room');
    await sees(page, '0 of 1 back');
    await post(`${meeting}/rest/ack`, { client_id: 'ann', status: 'back' });
    await sees(page, '1 of 2 back');
    expect((await get(meeting)).body['members']).toMatchObject({ connected: 1 });
  });

  it('counts only while a member’s page is a wall', async () => {
    await post(`${url}/api/meetings/polls/rest`, { message: 'Tea' });
    // The page has a clock of its own, so that the test need not wait for the next count.
    const page = await pages.open(`${url}/api/time`);
    await page.clock.install();
    await page.goto(`${url}/m/polls`);
    await online(page);
    let counts = 0;
    page.on('request', (request) => (counts += request.url().endsWith('/api/meetings/polls') ? 1 : 0));
    await page.keyboard.press('f');
    await sees(page, '0 of 1 back');
    await page.keyboard.press('f');
    await page.getByRole('button', { name: 'I’m away' }).waitFor();
    const before = counts;
    await page.clock.fastForward(4_000);
    expect(counts).toBe(before);
    await page.keyboard.press('f');
    await page.locator('body.wall').waitFor();
    await page.clock.fastForward(4_000);
    await until('the next count', () => counts > before);
  });

  it('hides the mouse and its own line at the top, until somebody moves', async () => {
    const page = await wall('idle');
    await page.locator('body[data-idle]').waitFor();
    expect(await page.evaluate('getComputedStyle(document.body).cursor')).toBe('none');
    await page.locator('#header').waitFor({ state: 'hidden' });
    await page.mouse.move(300, 300);
    await page.getByRole('button', { name: 'Full screen' }).waitFor();
    expect(await page.evaluate('getComputedStyle(document.body).cursor')).not.toBe('none');
  });

  it.each([
    [1920, 1080],
    [1080, 1920],
    [844, 390],
  ])('shows announcements, as large as there is room on %i × %i', async (width, height) => {
    const meeting = `${url}/api/meetings/said-${width}`;
    await post(`${meeting}/rest`, { message: 'Tea', duration_seconds: 300 });
    const page = await wall(`said-${width}`, width, height);
    const place = page.locator('#announcement');
    for (const message of ['The slides are in the chat.', 'The slides are in the chat. '.repeat(15).trim()]) {
      await post(`${meeting}/announcements`, { message });
      await place.getByText(message, { exact: true }).waitFor();
      await until('all of it', async () => {
        const [box, qr] = [await place.boundingBox(), await page.locator('#wall-qr').boundingBox()];
        if (!box || !qr) return false;
        const isBeside = box.x + box.width <= qr.x || box.y + box.height <= qr.y;
        return isBeside && box.y + box.height <= height;
      });
    }
    expect(await violations(page)).toEqual([]);
    await post(`${meeting}/end`);
    await place.waitFor({ state: 'hidden' });
  });

  it('opens from a member’s page by one key, and closes by it', async () => {
    await post(`${url}/api/meetings/key/rest`, { message: 'Tea', duration_seconds: 300 });
    const page = await pages.member(url, 'key');
    await page.getByRole('button', { name: 'I’m away' }).waitFor();
    await page.keyboard.press('f');
    await page.locator('#wall-qr svg').waitFor();
    await until('full screen', () => page.evaluate('document.fullscreenElement !== null'));
    await page.getByRole('button', { name: 'I’m away' }).waitFor({ state: 'hidden' });
    await page.keyboard.press('f');
    await page.getByRole('button', { name: 'I’m away' }).waitFor();
    await until('a window', () => page.evaluate('document.fullscreenElement === null'));
    await post(`${url}/api/meetings/key/announcements`, { message: 'The slides are in the chat.' });
    await page.locator('main > #announcement').getByText('The slides are in the chat.').waitFor();
    await page.getByText('Settings', { exact: true }).click();
    const key = page.getByLabel('F for full screen');
    await key.uncheck();
    await page.locator('#stage').focus();
    await page.keyboard.press('f');
    await key.check();
    await page.locator('#stage').focus();
    await page.keyboard.press('f');
    // If the first of the two had worked, the second would have left the wall again.
    await until('a wall', () => page.evaluate("document.body.matches('.wall:not(.member)')"));
  });
});
