import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { post } from '../support/api.js';
import { startApp } from '../support/app.js';
import { Cleanup } from '../support/cleanup.js';
import { ConsolePages, online, press, sees, sidewaysScroll } from '../support/console-pages.js';
import { until } from '../support/until.js';

const LONG = 'We go on at ten past with the budget, so please bring your numbers. '.repeat(3).slice(0, 200);

describe('the stage', () => {
  const cleanup = new Cleanup('after all tests');
  const pages = new ConsolePages();
  let url: string;

  beforeAll(async () => {
    ({ url } = await startApp(cleanup));
    await post(`${url}/api/meetings/long/rest`, { message: LONG, duration_seconds: 3000 });
    await post(`${url}/api/meetings/a/rest`, { message: 'Tea', duration_seconds: 3000 });
  });

  const box = async (page: Page, selector: string) => {
    const found = await page.locator(selector).boundingBox();
    if (!found) throw new Error(`${selector} is not shown`);
    return found;
  };

  it.each([
    [240, 180],
    [320, 200],
    [320, 568],
    [390, 844],
    [640, 400],
    [844, 390],
    [1280, 800],
    [1920, 1080],
  ])('shows clock and buttons on a screen of %i×%i', async (width, height) => {
    const page = await pages.open(url, { viewport: { width, height } });
    for (const [path, buttons] of [
      ['m/long', '#answers'],
      ['m/a', '#answers'],
      ['console/long', '#during'],
      ['console/a', '#during'],
    ] as const) {
      await page.goto(`${url}/${path}`);
      await page.locator(buttons).waitFor();
      const shown = `${path} ${width}×${height}`;
      const isWhole = async () => {
        for (const selector of ['#clock', buttons]) {
          const { x, y, width: wide, height: high } = await box(page, selector);
          if (x < 0 || y < 0 || x + wide > width || y + high > height) return false;
        }
        return true;
      };
      await until(`the whole of it: ${shown}`, isWhole);
      expect([shown, await sidewaysScroll(page)]).toEqual([shown, 0]);
    }
  });

  it.each([
    [240, 180],
    [640, 360],
  ])('says how the meeting is where there is no clock, on a screen of %i×%i', async (width, height) => {
    await post(`${url}/api/meetings/w/start`);
    const page = await pages.open(url, { viewport: { width, height } });
    for (const [path, text] of [
      ['m/none', 'Not started yet'],
      ['m/w', 'In the meeting'],
      ['console/none', 'Not started yet'],
    ] as const) {
      await page.goto(`${url}/${path}`);
      await sees(page, text);
      const { y, height: high } = await box(page, '#label');
      expect([path, y >= 0 && y + high <= height]).toEqual([path, true]);
    }
  });

  it.each([
    [240, 180],
    [320, 256],
  ])(
    'has all its controls below it on a screen of %i×%i, and a line about a bad connection above it',
    async (width, height) => {
      const service = await startApp(cleanup);
      const meeting = `${service.url}/api/meetings/small`;
      await post(`${meeting}/start`);
      const page = await pages.member(service.url, 'small', { viewport: { width, height } });
      for (const control of ['#join-name', '.preferences', '#ask', '#settings summary'])
        await page.locator(control).click({ trial: true });
      await press(page, 'Join');
      await post(`${meeting}/rest`, { message: 'Tea', duration_seconds: 3000 });
      await page.locator('#answers').waitFor();
      await page.evaluate('scrollTo(0, 0)');
      await service.nest.close();
      await sees(page, 'Reconnecting…');
      await until('line, clock and answers, one below the other', async () => {
        const boxes = await Promise.all(['#light', '#clock', '#answers'].map((one) => box(page, one)));
        const edges = boxes.flatMap(({ y, height: high }) => [y, y + high]);
        return edges.every((edge, index) => edge >= (edges[index - 1] ?? 0)) && (edges.at(-1) ?? 0) <= height;
      });
      expect(await sidewaysScroll(page)).toBe(0);
    },
  );

  it('shows a message of 200 characters completely', async () => {
    for (const [width, height] of [
      [390, 844],
      [1280, 800],
    ] as const) {
      const page = await pages.member(url, 'long', { viewport: { width, height } });
      await sees(page, LONG.trim());
      const hidden = await page.locator('#message').evaluate((one: unknown) => {
        const { scrollHeight, clientHeight } = one as { scrollHeight: number; clientHeight: number };
        return scrollHeight - clientHeight;
      });
      expect([width, hidden]).toEqual([width, 0]);
    }
  });

  it('keeps its clock on one line, even with text of twice the size', async () => {
    const page = await pages.member(url, 'a', { viewport: { width: 390, height: 844 } });
    await page.evaluate("document.documentElement.style.fontSize = '200%'");
    await until('one line', async () => {
      const { width, height } = await box(page, '#clock');
      const size = await page.evaluate<number>(
        "parseFloat(getComputedStyle(document.getElementById('clock')).fontSize)",
      );
      return height < size * 1.2 && width <= 390;
    });
  });

  it('puts the shortest id on the second line of a phone', async () => {
    for (const path of ['m/a', 'console/a']) {
      const page = await online(
        await pages.open(`${url}/${path}`, { viewport: { width: 390, height: 844 } }),
      );
      const [id, light, mark] = [
        await box(page, '.meeting-id'),
        await box(page, '#light'),
        await box(page, '.mark'),
      ];
      expect(id.y).toBeGreaterThan(mark.y + mark.height - 4);
      expect(Math.abs(id.y - light.y)).toBeLessThan(8);
    }
  });

  it('is not in the tab order when it has nothing to press', async () => {
    for (const path of ['m/a', 'console/a']) {
      const page = await pages.open(`${url}/${path}`);
      await page.locator('#message').getByText('Tea').waitFor();
      const stops = new Set<string>();
      for (let tabs = 0; tabs < 12; tabs++) {
        await page.keyboard.press('Tab');
        stops.add(await page.evaluate<string>('document.activeElement.id'));
      }
      expect([path, stops.has('message')]).toEqual([path, false]);
    }
  });

  it('starts with the tea at its current level', async () => {
    const page = await pages.member(url, 'a');
    await page.getByRole('timer').waitFor();
    const top = "document.querySelector('.tea').getBoundingClientRect().top";
    // Half a second of frames, in which a tide that did not stop would visibly rise.
    const [first, last] = await page.evaluate<[number, number]>(
      `(async () => {
        const first = ${top};
        for (let frames = 0; frames < 30; frames++) await new Promise(requestAnimationFrame);
        return [first, ${top}];
      })()`,
    );
    expect(Math.abs(last - first)).toBeLessThan(3);
  });
});
