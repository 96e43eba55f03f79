import { describe, expect, it } from '@jest/globals';
import type { Page, Route } from 'playwright-core';
import { call } from '../support/api.js';
import { startApp } from '../support/app.js';
import { violations } from '../support/axe.mjs';
import { Cleanup } from '../support/cleanup.js';
import { clock, ConsolePages, online, press, sees } from '../support/console-pages.js';
import { ManualClock } from '../support/manual-clock.js';
import { until } from '../support/until.js';
import { untilEqual } from '../support/until-equal.js';

const KEY = 'first-key-0123456789abcdef';
const byKey = { LEADER_AUTH: 'key', LEADER_API_KEYS: KEY };
const byToken = {
  MEMBER_AUTH: 'token',
  MEMBER_TOKEN_SECRETS: 'the-secret-that-signs-0123456789abcdef',
};

const NO_LINK = /^Members need a link with a token\./;

describe('the console with access control', () => {
  const cleanup = new Cleanup();
  const pages = new ConsolePages();

  const asLeader = (url: string, path: string, body = {}) =>
    call('POST', `${url}/api/meetings/abc/${path}`, body, { 'x-api-key': KEY });
  const link = async (url: string, page: string, role: string) => {
    const { body } = await asLeader(url, 'tokens', { role, ttl_seconds: 60 });
    return `${url}/${page}/abc#token=${String(body['token'])}`;
  };

  it("asks for a key at a leader's first command, and keeps it across a reload", async () => {
    const { url } = await startApp(cleanup, byKey);
    const leader = await pages.leader(url, 'abc', { typing: ['not-the-key', KEY] });
    const addresses: string[] = [];
    leader.on('request', (request) => addresses.push(request.url()));
    await press(leader, '5 min');
    await sees(leader, 'You may not do this: it needs a key or a token for this meeting.');
    await press(leader, '5 min');
    await leader.getByRole('timer').waitFor();
    await leader.locator('#problem').waitFor({ state: 'hidden' });
    await leader.reload();
    await online(leader);
    await press(leader, '+1 min');
    await sees(leader, /\+1 min → until \d\d:\d\d/);
    for (let count = 0; count < 2; count++) await pages.member(url, 'abc');
    await sees(leader, '2 connected');
    expect(addresses.join('\n')).not.toContain(KEY);
  });

  it('starts a meeting with its title when the first command is a break, with a claim and with a key', async () => {
    const recent = JSON.stringify([{ id: 'abc', page: 'console', title: 'Weekly' }]);
    for (const env of [{ LEADER_AUTH: 'claim' }, byKey]) {
      const { url } = await startApp(cleanup, env);
      const script = `localStorage.setItem('kyukei.recent', ${JSON.stringify(recent)})`;
      const leader = await pages.leader(url, 'abc', { script, typing: [KEY] });
      let starts = 0;
      leader.on(
        'response',
        (response) => (starts += Number(response.url().endsWith('/start') && response.ok())),
      );
      await press(leader, '5 min');
      await leader.getByRole('timer').waitFor();
      await leader.locator('#meeting-title').getByText('Weekly').waitFor();
      await press(leader, '+1 min');
      await until('six minutes', async () => (await clock(leader)) > 310);
      expect([env.LEADER_AUTH, starts]).toEqual([env.LEADER_AUTH, 1]);
    }
  });

  it('keeps the claim of the leader who starts the meeting across a reload', async () => {
    const { url } = await startApp(cleanup, { LEADER_AUTH: 'claim' });
    const leader = await pages.leader(url, 'abc');
    await press(leader, 'Start the meeting');
    await leader.locator('#end').waitFor();
    // The stream of a claim ends after a day, the claim a day after the last command.
    const frame = { reason: 'expired', reconnect: false };
    const body = `event: goodbye\ndata: ${JSON.stringify(frame)}\n\n`;
    const aDayLater = { contentType: 'text/event-stream', body };
    await leader.route('**/api/sse/**', (route) => route.fulfill(aDayLater), { times: 1 });
    await leader.reload();
    await online(leader);
    await press(leader, '5 min');
    await leader.getByRole('timer').waitFor();
    expect((await call('POST', `${url}/api/meetings/abc/rest`)).status).toBe(401);
  });

  it('lets a leader start a meeting that is not readable yet, and prevents a second start', async () => {
    const { url } = await startApp(cleanup, { LEADER_AUTH: 'claim', ...byToken });
    const noAccess = async (): Promise<Page> => {
      const page = await pages.open(`${url}/console/abc`);
      await sees(page, 'To lead it, enter your key or start the meeting.');
      return page;
    };
    const [leader, another] = [await noAccess(), await noAccess()];
    await press(leader, 'Start the meeting');
    await online(leader);
    await sees(leader, 'Working for');
    await press(another, 'Start the meeting');
    await sees(another, 'You may not do this: it needs a key or a token for this meeting.');
    await untilEqual('one start in the log', () => leader.locator('#activity > li').count(), 1);
  });

  it('shows the meeting to a leader who enters a key', async () => {
    const { url } = await startApp(cleanup, { ...byKey, ...byToken });
    await asLeader(url, 'rest', { message: 'Tea' });
    const leader = await pages.open(`${url}/console/abc`, { typing: ['not-the-key', KEY] });
    await press(leader, 'Enter a key');
    await sees(leader, 'No access');
    await press(leader, 'Start the meeting');
    await sees(leader, 'You may not do this: it needs a key or a token for this meeting.');
    await press(leader, 'Enter a key');
    await online(leader);
    await leader.locator('#problem').waitFor({ state: 'hidden' });
    await sees(leader, 'Tea');
    await leader.locator('#enter-key').waitFor({ state: 'hidden' });
    await press(leader, 'End the break');
    await sees(leader, 'Working for');
  });

  it('admits a leader and a member by the tokens in their links, and removes the tokens from the address', async () => {
    const { url } = await startApp(cleanup, { ...byKey, ...byToken });
    const leader = await online(await pages.open(await link(url, 'console', 'leader')));
    const member = await online(await pages.open(await link(url, 'm', 'member')));
    expect([leader.url(), member.url()]).toEqual([`${url}/console/abc`, `${url}/m/abc`]);
    await press(leader, '5 min');
    await sees(member, 'Break');
    await member.reload();
    await online(member);
  });

  it('tells a member with no token, or an expired one, to ask for a new link', async () => {
    const clock = new ManualClock();
    const { url } = await startApp(cleanup, { ...byKey, ...byToken }, clock);
    const advice = 'Ask the leader for a new link.';
    await sees(await pages.open(`${url}/m/abc`), advice);
    const member = await online(await pages.open(await link(url, 'm', 'member')));
    await sees(member, 'Not started yet');
    clock.pass(60_000);
    await sees(member, advice);
    // The browser changes only the fragment of the address; the page reloads itself.
    await member.goto(await link(url, 'm', 'member'));
    await online(member);
  });

  it('starts and claims a meeting with the break that is called first, in one press', async () => {
    const { url } = await startApp(cleanup, { LEADER_AUTH: 'claim' });
    const leader = await pages.leader(url, 'abc');
    await press(leader, '5 min');
    await leader.getByRole('timer').waitFor();
    await press(leader, '+1 min');
    await sees(leader, /Until/);
    // A second tab of the same browser leads, too.
    const tab = await leader.context().newPage();
    await tab.goto(leader.url());
    await online(tab);
    await press(tab, 'End the break');
    await sees(leader, 'Working for');
  });

  it('shows a meeting, without commands, to a person who does not lead it', async () => {
    const { url } = await startApp(cleanup, { LEADER_AUTH: 'claim' });
    const { body } = await call('POST', `${url}/api/meetings/abc/start`);
    const other = await pages.leader(url, 'abc');
    await sees(other, 'Somebody else leads this meeting: this page only shows it.');
    expect(await violations(other)).toEqual([]);
    expect((await call('GET', `${url}/api/meetings/abc`)).body['members']).toMatchObject({ connected: 0 });
    expect(await other.locator('#people').isVisible()).toBe(false);
    for (const name of ['5 min', 'Start the meeting', 'End the meeting', 'Set the schedule'])
      expect([name, await other.getByRole('button', { name, exact: true }).isVisible()]).toEqual([
        name,
        false,
      ]);
    for (const key of ['1', 's', 'x']) await other.keyboard.press(key);
    const bearer = { authorization: `Bearer ${String(body['leader_token'])}` };
    await call('POST', `${url}/api/meetings/abc/rest`, { message: 'Tea' }, bearer);
    await sees(other, 'Tea');
    expect(await other.getByRole('button', { name: 'End the break' }).isVisible()).toBe(false);
  });

  it('invites members by a link with a token, and makes another', async () => {
    const clock = new ManualClock();
    const { url } = await startApp(cleanup, { LEADER_AUTH: 'claim', ...byToken }, clock);
    const leader = await pages.open(`${url}/console/abc`);
    await sees(leader, 'Lead this meeting');
    expect(await leader.locator('#light').getAttribute('data-state')).toBe('waiting');
    await sees(leader, NO_LINK);
    await leader.locator('#invitation').waitFor({ state: 'hidden' });
    const refusal = { status: 503, json: { code: 'store_unavailable' } };
    await leader.route('**/api/meetings?id=abc', (route) => route.abort(), { times: 1 });
    await leader.route('**/api/meetings/abc/tokens', (route) => route.fulfill(refusal), { times: 1 });
    await press(leader, '5 min');
    await online(leader);
    // A link without a token would be refused, so there is none until the service answers.
    await leader.locator('#invitation').waitFor({ state: 'hidden' });
    await leader.locator('#invitation').waitFor();
    const invitation = leader.getByLabel('Link for members', { exact: true });
    const first = await invitation.inputValue();
    expect(first).toContain('#token=');
    await sees(leader, /Works until Oct \d\d, \d\d:\d\d/);
    await leader.getByRole('img', { name: 'QR code of the link for members' }).waitFor();
    const member = await online(await pages.open(first));
    await sees(member, 'Break');
    expect(member.url()).toBe(`${url}/m/abc`);
    // Tokens that are made within one second are equal.
    clock.pass(1_000);
    await press(leader, 'New link');
    await until('another', async () => (await invitation.inputValue()) !== first);
    // The link in the leader's own tab gives it a member's token; the claim of this browser still counts.
    await leader.goto(first);
    await online(leader);
    await leader.goto(`${url}/console/abc`);
    await press(leader, 'End the break');
  });

  const handedOver = async (page: Page) => {
    await press(page, 'Lead from another device');
    const dialog = page.getByRole('dialog', { name: 'Lead from another device' });
    await dialog.waitFor();
    return { dialog, link: await dialog.getByRole('textbox').inputValue() };
  };

  it('hands the meeting to another device by a link that works once', async () => {
    const { url } = await startApp(cleanup, { LEADER_AUTH: 'claim', ...byToken });
    const first = await pages.open(`${url}/console/abc`);
    await press(first, '5 min');
    await online(first);
    const { dialog, link } = await handedOver(first);
    await dialog.getByRole('img', { name: 'QR code of the link for the other device' }).waitFor();
    await sees(first, /^Works for another \d+ s$/);
    const addresses: string[] = [];
    const other = await pages.open('about:blank');
    other.on('request', (request) => addresses.push(request.url()));
    const failures: Parameters<Route['fulfill']>[0][] = [{ status: 503 }, { body: '<p>Log in' }];
    await other.route('**/handover/redeem', (route) => route.fulfill(failures.shift()), { times: 2 });
    await other.goto(link);
    for (let count = 0; count < 2; count++) {
      await sees(other, 'The server could not be reached. Try again.');
      await other.reload();
    }
    await online(other);
    expect(other.url()).toBe(`${url}/console/abc`);
    expect(addresses.join('\n')).not.toContain(link.split('=')[1]);
    await press(other, '+1 min');
    await sees(first, /\+1 min → until/);
    // The other device still leads after a reload, and may invite: it has the same rights as the first.
    await other.reload();
    await online(other);
    await until('an invitation', async () =>
      (await other.getByLabel('Link for members', { exact: true }).inputValue()).includes('#token='),
    );
    const late = await pages.open(link);
    await sees(late, 'This code does not work any more');
    await press(first, 'New code');
    await until('another code', async () => (await dialog.getByRole('textbox').inputValue()) !== link);
    await first.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    // A page that is already open accepts the code as well.
    const { link: another } = await handedOver(first);
    await late.goto(another);
    await online(late);
    await press(late, 'End the break');
    await sees(first, 'Working for');
  });

  it('offers no link without its token on a device that cannot make one', async () => {
    const { url } = await startApp(cleanup, { ...byKey, ...byToken });
    await asLeader(url, 'start');
    const leader = await pages.open(`${url}/console/abc`, { typing: [KEY] });
    await sees(leader, NO_LINK);
    await press(leader, 'Enter a key');
    await leader.locator('#invitation').waitFor();
    const other = await online(await pages.open((await handedOver(leader)).link));
    await sees(other, NO_LINK);
    await other.locator('#invitation').waitFor({ state: 'hidden' });
    // It still leads.
    await press(other, '5 min');
    await sees(leader, 'Break');
  });

  it('calls a break in all meetings by the key of the tab, or by one that is entered there', async () => {
    const { url } = await startApp(cleanup, { ...byKey, ...byToken });
    await asLeader(url, 'start');
    const fresh = await pages.open(`${url}/console?id=abc`, { typing: [KEY] });
    await sees(fresh, 'You may not do this: it needs a key or a token for this meeting.');
    await press(fresh, '10 min');
    await sees(fresh, 'No break could be called in: abc');
    await sees(fresh, 'You may not do this: it needs a key or a token for this meeting.');
    expect(await violations(fresh)).toEqual([]);
    await press(fresh, 'Enter a key');
    await online(fresh);
    await fresh.locator('#problem').waitFor({ state: 'hidden' });
    const cup = (page: Page, text: string) =>
      page.locator('#cup-abc').getByText(text, { exact: true }).waitFor();
    await cup(fresh, 'In the meeting');
    await press(fresh, '10 min');
    await cup(fresh, 'Break');
    await press(fresh, 'Undo');
    await cup(fresh, 'In the meeting');
    await asLeader(url, 'break-requests', { client_id: 'one-member' });
    await sees(fresh, '1 would like a break');
    // The pages of its meetings have the key, too; and the list has the key of a meeting's page.
    await fresh.locator('#cup-abc').click();
    await online(fresh);
    await press(fresh, '5 min');
    await fresh.getByRole('timer').waitFor();
    await fresh.goto(`${url}/console`);
    await cup(fresh, 'Break');
  });

  it('calls a break in all meetings that this browser has claimed, and says why not in others', async () => {
    const { url } = await startApp(cleanup, { LEADER_AUTH: 'claim' });
    await call('POST', `${url}/api/meetings/theirs/start`);
    const page = await pages.leader(url, 'abc');
    await press(page, 'Start the meeting');
    await page.locator('#end').waitFor();
    await page.goto(`${url}/console?id=theirs`);
    await page.locator('#cup-abc').getByText('In the meeting').waitFor();
    await press(page, '10 min');
    await page.locator('#cup-abc').getByText('Break', { exact: true }).waitFor();
    await sees(page, 'No break could be called in: theirs');
    await sees(page, 'You may not do this: it needs a key or a token for this meeting.');
    await press(page, 'Undo');
    await page.locator('#cup-abc').getByText('In the meeting').waitFor();
  });

  it('says when a code has expired, and makes another', async () => {
    const clock = new ManualClock();
    const { url } = await startApp(cleanup, { LEADER_AUTH: 'claim' }, clock);
    const page = await pages.leader(url, 'abc');
    await press(page, 'Start the meeting');
    await page.locator('#end').waitFor();
    const { dialog, link } = await handedOver(page);
    clock.pass(61_000);
    await call('POST', `${url}/api/meetings/abc/start`);
    const other = await pages.open(link);
    await sees(other, 'This code does not work any more');
    await sees(other, 'Somebody else leads this meeting: this page only shows it.');
    await dialog.getByText('This code has expired.').waitFor();
    await press(page, 'New code');
    await sees(page, /^Works for another \d+ s$/);
  });

  it('offers the bare link where no code is needed, or a key is to be entered', async () => {
    const open = await startApp(cleanup);
    const anyone = await pages.leader(open.url, 'abc');
    await press(anyone, 'Start the meeting');
    await anyone.locator('#end').waitFor();
    expect((await handedOver(anyone)).link).toBe(`${open.url}/console/abc`);
    await sees(anyone, 'No code is needed here: whoever opens this link can lead the meeting.');
    const keys = await startApp(cleanup, byKey);
    await asLeader(keys.url, 'start');
    const leader = await pages.leader(keys.url, 'abc', { typing: [KEY] });
    await press(leader, 'Enter a key');
    expect((await handedOver(leader)).link).toBe(`${keys.url}/console/abc`);
    await sees(
      leader,
      'Your key is not handed on. Open this link on the other device, and enter the key there.',
    );
  });
});
