import { randomBytes } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { call } from '../../support/api.js';
import { startApp } from '../../support/app.js';
import { Cleanup } from '../../support/cleanup.js';
import { until } from '../../support/until.js';
import { press, seenOn } from '../browsers.js';
import { heard, hears, lastSeen, messagesOn, type Desk } from '../desk.js';
import { newCode } from '../world.js';

const TEAMS = 'teams.microsoft.com';
export const TEAMS_ORIGINS = [TEAMS, 'teams.live.com', 'teams.cloud.microsoft'].map(
  (host) => `https://${host}/*`,
);

/** A test cannot accept Chromium's permission question, so the permission is granted from the start. */
export function isAllowedOnOtherSites(desk: Desk): void {
  it('is shown on another meeting site, once its user allowed that, also in a tab that was open before', async () => {
    const meeting = '9876543210123';
    const page = await desk.open(`meet/${meeting}?p=x`, TEAMS);
    if (desk.kind === 'firefox')
      await desk.browser.inside(async (options) => {
        await press(options, '.sites li:nth-child(2) button');
        const granted = `chrome.permissions.contains({ origins: ${JSON.stringify(TEAMS_ORIGINS)} })`;
        await until('the permission', () => options.evaluate(granted));
      });
    await desk.world.call(meeting, '/rest', { message: 'On Teams' });
    await hears(page, 'On Teams');
  });
}

/** The link contains the server, the meeting and the token. */
export function needsOnlyALink(desk: Desk): void {
  const cleanup = new Cleanup();

  it('needs no more than the link of a leader where a service wants tokens', async () => {
    const key = randomBytes(24).toString('hex');
    const guarded = await startApp(cleanup, {
      LEADER_AUTH: 'key',
      LEADER_API_KEYS: key,
      MEMBER_AUTH: 'token',
      MEMBER_TOKEN_SECRETS: randomBytes(32).toString('hex'),
      // Then the extension needs a permission for the server, which a test can grant in Firefox only.
      ...(desk.kind === 'firefox' ? { CORS_ORIGINS: 'https://pages.example' } : {}),
    });
    const meeting = newCode();
    const lead = (path: string, body = {}) =>
      call('POST', `${guarded.url}/api/meetings/${meeting}${path}`, body, { 'X-API-Key': key });
    const token = String((await lead('/tokens')).body['token']);
    const page = await desk.open(meeting);
    // Links have the server's URL in its standard form; an administrator may write it differently.
    await desk.configure({ server: desk.kind === 'firefox' ? guarded.url.replace('http:', 'HTTP:') : '' });
    await desk.follow(`${guarded.url}/m/${meeting}#token=${token}`);
    await lead('/rest', { message: 'For members' });
    await heard(page, 1);
  });
}

export function isUpdated(desk: Desk): void {
  it('goes on after its own update in the middle of a break, in tabs that were open', async () => {
    const meeting = newCode();
    const page = await desk.open(meeting);
    await desk.world.call(meeting, '/rest', { message: 'Old', duration_seconds: 600 });
    await hears(page, 'Old');
    const scripts = async () => (await seenOn(page)).filter(({ is }) => is === 'script').length;
    const before = await scripts();
    await desk.browser.update();
    await until('the new script', async () => (await scripts()) > before, 20_000);
    const isBack = async () => {
      const last = await lastSeen(page);
      return last?.message === 'Old' && last.connection === 'online' && last.phase === 'timed';
    };
    await until('the break, by the new script', isBack, 20_000);
    await desk.world.call(meeting, '/rest', { message: 'New' });
    await hears(page, 'New');
    expect((await messagesOn(page)).filter((message) => message === 'New')).toHaveLength(1);
    // The old script still runs in Chromium. It must not put its overlay back beside the new one.
    expect(await page.evaluate("document.querySelectorAll('kyukei-overlay').length")).toBe(1);
  });
}

export function chimes(desk: Desk): void {
  it('chimes from a document of its own, which is gone afterwards', async () => {
    await desk.configure({ chime: true });
    const meeting = newCode();
    await desk.open(meeting);
    const isPlaying = () => desk.browser.browser.targets().some((one) => one.url().includes('offscreen'));
    await desk.world.call(meeting, '/rest', { message: 'Listen' });
    await until('the document', isPlaying, 20_000);
    await until('its end', () => !isPlaying(), 20_000);
  });
}

/** An administrator's policy. The extension must work in spite of its mistakes. */
export const POLICY = { language: 'ja', cup: true, server: 42, chime: 'loud', colour: 'green' };

export function isManaged(desk: Desk): void {
  it('is set by an administrator, over what its user chose', async () => {
    await desk.configure({ language: 'en' });
    await desk.browser.inside(async (options) => {
      await until('the setting', () => options.evaluate("document.querySelector('#language')?.disabled"));
      expect(await options.evaluate("document.querySelector('#language').value")).toBe('ja');
      expect(await options.evaluate('document.documentElement.lang')).toBe('ja');
      const disabled =
        'Array.from(document.querySelectorAll("input:disabled, select:disabled"), ({ id }) => id)';
      expect(await options.evaluate(disabled)).toEqual(['language', 'cup']);
    });
  });
}
