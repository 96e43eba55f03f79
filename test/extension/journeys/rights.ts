import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Cleanup } from '../../support/cleanup.js';
import { until } from '../../support/until.js';
import { pasteLink, seenOn } from '../browsers.js';
import { heard, hears, messagesOn, type Desk } from '../desk.js';
import { newCode, World } from '../world.js';

const TEAMS = 'teams.microsoft.com';
export const TEAMS_ORIGINS = [TEAMS, 'teams.live.com', 'teams.cloud.microsoft'].map(
  (host) => `https://${host}/*`,
);

/** Chromium cannot be told to answer its question with yes, so there the site is allowed from the start. */
export function isAllowedOnOtherSites(desk: Desk): void {
  it('is shown on another meeting site, once its user allowed that, also in a tab that was open before', async () => {
    const meeting = '9876543210123';
    const page = await desk.browser.open(`meet/${meeting}?p=x`, TEAMS);
    if (desk.kind === 'firefox')
      await desk.browser.inside(async (options) => {
        const button = '.sites li:nth-child(2) button';
        await until('the button', () =>
          options.evaluate(`document.querySelector('${button}')?.checkVisibility()`),
        );
        await options.click(button);
        const granted = `chrome.permissions.contains({ origins: ${JSON.stringify(TEAMS_ORIGINS)} })`;
        await until('the permission', () => options.evaluate(granted));
      });
    await desk.world.call(meeting, '/rest', { message: 'On Teams' });
    await hears(page, 'On Teams');
    await page.close();
  });
}

export function needsOnlyALink(desk: Desk): void {
  describe('of a service that wants tokens', () => {
    const cleanup = new Cleanup('after all tests');
    const key = randomBytes(24).toString('hex');
    let guarded: World;
    beforeAll(async () => {
      guarded = await World.start(cleanup, {
        LEADER_AUTH: 'key',
        LEADER_API_KEYS: key,
        MEMBER_AUTH: 'token',
        MEMBER_TOKEN_SECRETS: randomBytes(32).toString('hex'),
      });
    });
    afterAll(() => desk.browser.configure({ server: desk.world.server, language: 'en' }));

    it('needs no more than the link of a leader: its server, its meeting and its token', async () => {
      const meeting = newCode();
      const lead = (path: string, body = {}) => guarded.call(meeting, path, body, { 'X-API-Key': key });
      const token = String((await lead('/tokens')).body['token']);
      const page = await desk.browser.open(meeting);
      // The link's server is written as URLs are; an administrator may write it otherwise.
      const written = desk.kind === 'firefox' ? guarded.server.replace('http:', 'HTTP:') : '';
      await desk.browser.configure({ server: written, language: 'en' });
      await desk.browser.inside(
        (popup) => pasteLink(popup, `${guarded.server}/m/${meeting}#token=${token}`),
        'popup/popup.html',
      );
      await lead('/rest', { message: 'For members' });
      await heard(page, 1);
      await page.close();
    });
  });
}

/** Everything that was kept is still there, but a browser may forget what it was told of the tab: this comes last. */
export function isUpdated(desk: Desk): void {
  it('goes on after its own update in the middle of a break, in tabs that were open', async () => {
    const meeting = newCode();
    const page = await desk.browser.open(meeting);
    await desk.world.call(meeting, '/rest', { message: 'Old', duration_seconds: 600 });
    await hears(page, 'Old');
    const scripts = async () => (await seenOn(page)).filter(({ is }) => is === 'script').length;
    const before = await scripts();
    await desk.browser.update();
    await until('the new script', async () => (await scripts()) > before, 20_000);
    const isBack = async () => {
      const last = (await seenOn(page)).filter(({ is }) => is === 'shown').at(-1);
      return last?.message === 'Old' && last.connection === 'online' && last.phase === 'timed';
    };
    await until('the break, by the new script', isBack, 20_000);
    await desk.world.call(meeting, '/rest', { message: 'New' });
    await hears(page, 'New');
    expect((await messagesOn(page)).filter((message) => message === 'New')).toHaveLength(1);
    await page.close();
  });
}

export function chimes(desk: Desk): void {
  it('chimes from a document of its own, which is gone afterwards', async () => {
    await desk.browser.configure({ server: desk.world.server, language: 'en', chime: true });
    const meeting = newCode();
    const page = await desk.browser.open(meeting);
    const isPlaying = () => desk.browser.browser.targets().some((one) => one.url().includes('offscreen'));
    await desk.world.call(meeting, '/rest', { message: 'Listen' });
    await until('the document', isPlaying, 20_000);
    await until('its end', () => !isPlaying(), 20_000);
    await page.close();
  });
}

/** `server` and `language` are an administrator's. */
export function isManaged(desk: Desk): void {
  it('is set by an administrator, over what its user chose', async () => {
    await desk.browser.configure({ server: 'https://nobody.example', language: 'en' });
    const meeting = newCode();
    const page = await desk.browser.open(meeting);
    await desk.world.call(meeting, '/rest', { message: 'Managed' });
    await hears(page, 'Managed');
    await page.close();
    await desk.browser.inside(async (options) => {
      await until('the settings', () => options.evaluate("document.querySelector('#server')?.disabled"));
      expect(await options.evaluate("document.querySelector('#server').value")).toBe(desk.world.server);
      expect(await options.evaluate('document.documentElement.lang')).toBe('ja');
    });
  });
}
