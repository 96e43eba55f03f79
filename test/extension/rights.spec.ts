import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'puppeteer-core';
import { Cleanup } from '../support/cleanup.js';
import { until } from '../support/until.js';
import { breaksOf, seenOn, type ExtensionBrowser, type Kind } from './browsers.js';
import { newCode, World } from './world.js';

const TEAMS = 'teams.microsoft.com';
const ORIGINS = [TEAMS, 'teams.live.com', 'teams.cloud.microsoft'].map((host) => `https://${host}/*`);

const cleanup = new Cleanup('after all tests');
let world: World;
beforeAll(async () => {
  world = await World.start(cleanup);
});

const messagesOn = async (page: Page) => breaksOf(await seenOn(page)).map(({ message }) => message);
const hears = (page: Page, message: string) =>
  until(message, async () => (await messagesOn(page)).includes(message), 20_000);

describe.each<Kind>(['chromium', 'firefox'])('what the extension may do in %s', (kind) => {
  let browser: ExtensionBrowser;

  // Chromium cannot be told to answer its question with yes, so there the site is allowed from the start.
  beforeAll(async () => {
    browser = await world.browser(
      kind,
      { chime: true },
      kind === 'chromium'
        ? { manifest: (it) => it.host_permissions.push(...ORIGINS) }
        : { managed: { server: world.server, language: 'ja' } },
    );
  });

  it('is shown on another meeting site, once its user allowed that, also in a tab that was open before', async () => {
    const meeting = '9876543210123';
    const page = await browser.open(`meet/${meeting}?p=x`, TEAMS);
    if (kind === 'firefox')
      await browser.inside(async (options) => {
        const button = '.sites li:nth-child(2) button';
        await until('the button', () =>
          options.evaluate(`document.querySelector('${button}')?.checkVisibility()`),
        );
        await options.click(button);
        const granted = `chrome.permissions.contains({ origins: ${JSON.stringify(ORIGINS)} })`;
        await until('the permission', () => options.evaluate(granted));
      });
    await world.call(meeting, '/rest', { message: 'On Teams' });
    await hears(page, 'On Teams');
    await page.close();
  });

  it('goes on after its own update in the middle of a break, in tabs that were open', async () => {
    const meeting = newCode();
    const page = await browser.open(meeting);
    await world.call(meeting, '/rest', { message: 'Old', duration_seconds: 600 });
    await hears(page, 'Old');
    const scripts = async () => (await seenOn(page)).filter(({ is }) => is === 'script').length;
    const before = await scripts();
    await browser.update();
    await until('the new script', async () => (await scripts()) > before, 20_000);
    const isBack = async () => {
      const last = (await seenOn(page)).filter(({ is }) => is === 'shown').at(-1);
      return last?.message === 'Old' && last.connection === 'online' && last.phase === 'timed';
    };
    await until('the break, by the new script', isBack, 20_000);
    await world.call(meeting, '/rest', { message: 'New' });
    await hears(page, 'New');
    expect((await messagesOn(page)).filter((message) => message === 'New')).toHaveLength(1);
    await page.close();
  });

  if (kind === 'chromium')
    it('chimes from a document of its own, which is gone afterwards', async () => {
      const meeting = newCode();
      const page = await browser.open(meeting);
      const isPlaying = () => browser.browser.targets().some((one) => one.url().includes('offscreen'));
      await world.call(meeting, '/rest', { message: 'Listen' });
      await until('the document', isPlaying, 20_000);
      await until('its end', () => !isPlaying(), 20_000);
      await page.close();
    });
  else
    it('is set by an administrator, over what its user chose', async () => {
      await browser.configure({ server: 'https://nobody.example', language: 'en' });
      const meeting = newCode();
      const page = await browser.open(meeting);
      await world.call(meeting, '/rest', { message: 'Managed' });
      await hears(page, 'Managed');
      await page.close();
      await browser.inside(async (options) => {
        await until('the settings', () => options.evaluate("document.querySelector('#server')?.disabled"));
        expect(await options.evaluate("document.querySelector('#server').value")).toBe(world.server);
        expect(await options.evaluate('document.documentElement.lang')).toBe('ja');
      });
    });
});
