import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Page, Request } from 'playwright-core';
import { post, put } from '../support/api.js';
import { startApp } from '../support/app.js';
import { Cleanup } from '../support/cleanup.js';
import { ConsolePages, press, sees, sidewaysScroll } from '../support/console-pages.js';
import { until } from '../support/until.js';
import { untilEqual } from '../support/until-equal.js';

describe('leaders and members in the console', () => {
  const cleanup = new Cleanup('after all tests');
  const pages = new ConsolePages();
  let url: string;

  beforeAll(async () => {
    ({ url } = await startApp(cleanup));
  });

  async function named(meetingId: string, name: string, locale = 'en-GB'): Promise<Page> {
    const page = await pages.member(url, meetingId, { locale, viewport: { width: 390, height: 844 } });
    await page.locator('.settings summary').click();
    await page.locator('#name').fill(name);
    await page.locator('#name').blur();
    return page;
  }

  const counts = async (leader: Page) =>
    Promise.all(
      ['back', 'away', 'seen', 'silent'].map((part) => leader.locator(`#count-${part}`).innerText()),
    );
  const shows = (leader: Page, expected: string) =>
    untilEqual('back, away, seen, silent', () => counts(leader), expected.split(' '));
  const roster = (leader: Page) => leader.locator('#roster > li').allInnerTexts();

  it("a leader and three members go through a whole meeting and see each other's actions", async () => {
    const leader = await pages.leader(url, 'team');
    const members = [
      await named('team', 'Aiko'),
      await named('team', 'Ben'),
      await pages.member(url, 'team'),
    ];
    const [aiko, ben, nameless] = members as [Page, Page, Page];
    await sees(leader, '3 connected');
    await press(leader, 'Start the meeting');

    await press(aiko, 'I’d like a break');
    await sees(aiko, 'Passed on, without your name');
    await sees(leader, /^1 would like a break \(suggested at\s2\)$/);
    await press(nameless, 'I’d like a break');
    await leader.locator('#requests[data-reached]').getByText('2 would like a break').waitFor();
    await leader.locator('#said').getByText('2 would like a break').waitFor();
    expect(await leader.locator('body').innerText()).not.toContain('Aiko');

    await press(leader, '10 min');
    await shows(leader, '0 0 3 0');
    await leader.locator('#requests').waitFor({ state: 'hidden' });
    await press(ben, 'I’m away');
    await ben.getByRole('button', { name: 'I’m away', pressed: true }).waitFor();
    await shows(leader, '0 1 2 0');
    await untilEqual('the roster', () => roster(leader), ['Ben\nAway', 'Aiko\nSeen it', 'No name\nSeen it']);

    for (const member of members) await press(member, 'I’m back');
    await shows(leader, '3 0 0 0');
    await leader.locator('#all-back').getByText('Everyone is back').waitFor();
    await leader.reload();
    await leader.locator('#all-back').getByText('Everyone is back').waitFor();
    await shows(leader, '3 0 0 0');

    await press(leader, 'End the break');
    await sees(aiko, 'The break is over');
    expect(await aiko.getByRole('button', { name: 'I’d like a break' }).isEnabled()).toBe(true);
    await press(leader, 'End the meeting');
    await press(leader, 'End it');
    for (const member of members) await sees(member, 'The meeting has ended');
    await leader.locator('#answered').waitFor({ state: 'hidden' });
    expect(await roster(leader)).toEqual([]);
  });

  it('a member who was away can report back after the break', async () => {
    const member = await named('late-back', 'Chie');
    await post(`${url}/api/meetings/late-back/rest`);
    await press(member, 'I’m away');
    await post(`${url}/api/meetings/late-back/resume`);
    await sees(member, 'The break is over');
    await press(member, 'I’m back');
    await member.locator('#answers').waitFor({ state: 'hidden' });
    const leader = await pages.leader(url, 'late-back');
    await shows(leader, '1 0 0 0');
  });

  it('an answer that comes late marks only the request that it is for', async () => {
    const meeting = `${url}/api/meetings/late-answer`;
    await post(`${meeting}/start`);
    const member = await pages.member(url, 'late-answer');
    const held: (() => void)[] = [];
    await member.route('**/break-requests', async (route) => {
      const response = await route.fetch();
      await new Promise<void>((release) => held.push(release));
      await route.fulfill({ response });
    });
    await press(member, 'I’d like a break');
    await until('the answer to be on its way', () => held.length > 0);
    await post(`${meeting}/rest`, { duration_seconds: 600 });
    const more = member.getByRole('button', { name: 'I’d like more time' });
    await more.waitFor();
    const arrived = member.waitForResponse('**/break-requests');
    held.forEach((release) => release());
    await (await arrived).finished();
    await member.evaluate(twoFrames);
    expect(await more.isEnabled()).toBe(true);
  });

  it('an answer that comes late is not shown for the next break', async () => {
    const meeting = `${url}/api/meetings/late-ack`;
    await post(`${meeting}/rest`);
    const member = await pages.member(url, 'late-ack');
    const saysBack = (request: Request) => request.postData()?.includes('"back"') ?? false;
    const held: (() => void)[] = [];
    await member.route('**/rest/ack', async (route) => {
      const response = await route.fetch();
      if (saysBack(route.request())) await new Promise<void>((release) => held.push(release));
      await route.fulfill({ response });
    });
    await press(member, 'I’m back');
    await until('the answer to be on its way', () => held.length > 0);
    await post(`${meeting}/rest`, { message: 'Second' });
    await sees(member, 'Second');
    const arrived = member.waitForResponse((response) => saysBack(response.request()));
    held.forEach((release) => release());
    await (await arrived).finished();
    await member.evaluate(twoFrames);
    expect(await member.getByRole('button', { name: 'I’m back', pressed: true }).count()).toBe(0);
  });

  it('a name that changes after a break was taken back answers nothing', async () => {
    const meeting = `${url}/api/meetings/taken-back`;
    await post(`${meeting}/start`);
    const member = await named('taken-back', 'Dai');
    await post(`${meeting}/rest`);
    await press(member, 'I’m away');
    await member.getByRole('button', { name: 'I’m away', pressed: true }).waitFor();
    await post(`${meeting}/undo`);
    await member.locator('#answers').waitFor({ state: 'hidden' });
    const sent: string[] = [];
    member.on('request', (request) => request.url().endsWith('/rest/ack') && sent.push(request.url()));
    await member.locator('#name').fill('Daisuke');
    await member.locator('#name').blur();
    await post(`${meeting}/rest`);
    await press(member, 'I’m back');
    await until('the answer', () => sent.length > 0);
    await member.getByRole('button', { name: 'I’m back', pressed: true }).waitFor();
    expect(await member.locator('#problem').innerText()).toBe('');
  });

  it('a restarted meeting resets who is back', async () => {
    const meeting = `${url}/api/meetings/anew`;
    await post(`${meeting}/rest`);
    await post(`${meeting}/rest/ack`, { client_id: 'ann', status: 'back' });
    const leader = await pages.leader(url, 'anew');
    const allBack = leader.locator('#all-back');
    await allBack.getByText('Everyone is back').waitFor();
    await post(`${meeting}/start`);
    await until('no word of it', async () => (await allBack.textContent()) === '');
  });

  it('names that arrive after the end of the meeting are not shown', async () => {
    const meeting = `${url}/api/meetings/late-names`;
    await post(`${meeting}/rest`);
    await post(`${meeting}/rest/ack`, { client_id: 'ann', status: 'back', name: 'Ann' });
    const leader = await pages.leader(url, 'late-names');
    await sees(leader, 'Ann');
    const held: (() => void)[] = [];
    await leader.route('**/roster', async (route) => {
      const response = await route.fetch();
      await new Promise<void>((release) => held.push(release));
      await route.fulfill({ response });
    });
    await post(`${meeting}/rest/ack`, { client_id: 'ben', status: 'back', name: 'Ben' });
    await until('the names to be on their way', () => held.length > 0);
    await post(`${meeting}/end`);
    await sees(leader, 'The meeting has ended');
    const arrived = leader.waitForResponse('**/roster');
    held.forEach((release) => release());
    await (await arrived).finished();
    await leader.evaluate(twoFrames);
    expect(await roster(leader)).toEqual([]);
  });

  it('names that cannot be read again stay', async () => {
    const meeting = `${url}/api/meetings/kept-names`;
    await post(`${meeting}/rest`);
    await post(`${meeting}/rest/ack`, { client_id: 'ann', status: 'back', name: 'Ann' });
    const leader = await pages.leader(url, 'kept-names');
    await sees(leader, 'Ann');
    await leader.route('**/roster', (route) => route.abort());
    const failed = leader.waitForEvent('requestfailed');
    await post(`${meeting}/rest/ack`, { client_id: 'ben', status: 'back', name: 'Ben' });
    await failed;
    await leader.evaluate(twoFrames);
    expect(await roster(leader)).toEqual(['Ann\nBack']);
  });

  it('hostile names are shown as plain text', async () => {
    const names = ['<img src=x onerror=alert(1)>', '\u202Elive\u2066', '🍵'.repeat(30)];
    const leader = await pages.leader(url, 'names', { viewport: { width: 320, height: 700 } });
    for (const name of names) await named('names', name);
    await post(`${url}/api/meetings/names/rest`);
    const shown = async () => (await leader.locator('#roster bdi').allTextContents()).sort();
    await untilEqual('three names', shown, [...names].sort());
    expect(await leader.locator('#roster img').count()).toBe(0);
    expect(await sidewaysScroll(leader)).toBe(0);
  });

  it('a leader plans breaks, snoozes and skips them, and calls one when it is due', async () => {
    const leader = await pages.leader(url, 'plan', { timezoneId: 'UTC' });
    const other = await pages.leader(url, 'plan', { locale: 'ja-JP' });
    const member = await pages.member(url, 'plan');
    await press(leader, 'Start the meeting');
    await leader.getByLabel('Rhythm').selectOption('uk-hse');
    await press(leader, 'Set the schedule');
    await sees(leader, /Next break at about \d\d:\d\d, in 50 min/);
    await sees(other, '50 分ごとに休憩の予定');
    expect(await other.getByLabel('ペース').inputValue()).toBe('uk-hse');
    await sees(member, /Next break at about \d\d:\d\d/);
    await sees(leader, 'Can be postponed 2 more times.');
    await press(leader, 'Postpone 5 min');
    await sees(leader, /in 55 min/);
    await sees(leader, 'Can be postponed once more.');
    await press(leader, 'Postpone 5 min');
    // The button is disabled, but the key still sends the command.
    await sees(leader, 'Cannot be postponed again.');
    await leader.locator('#stage').press('z');
    await leader.getByRole('alert').getByText('A break can be put off twice at most.').waitFor();
    await sees(leader, 'Skipping it means 110 min without a break.');
    await press(leader, 'Skip this one');
    await sees(other, '次の休憩をスキップしました');

    await leader.getByLabel('Rhythm').selectOption('custom');
    await leader.getByLabel('Every (min)').fill('45');
    await leader.getByLabel('For (min)').fill('7');
    await leader.getByLabel('When it is time').selectOption('auto');
    await press(leader, 'Set the schedule');
    await untilEqual('the other page to show it', () => other.locator('#plan-lasting').inputValue(), '7');

    // What somebody is typing stays until the schedule changes: a `state` follows "Undo".
    await leader.getByLabel('For (min)').fill('9');
    await press(leader, '5 min');
    await press(leader, 'Undo');
    await sees(leader, 'The last command was taken back');
    expect(await leader.getByLabel('For (min)').inputValue()).toBe('9');
    await put(`${url}/api/meetings/plan/schedule`, {
      at: ['10:30', '14:00'],
      time_zone: 'Asia/Tokyo',
      duration_minutes: 10,
    });
    await sees(leader, '10:30 · 14:00 (Asia/Tokyo)');
    expect(await leader.getByLabel('Rhythm').inputValue()).toBe('clock');
    for (const hidden of ['#plan-skipping', '#plan-custom', '#plan-set'])
      expect([hidden, await leader.locator(hidden).isVisible()]).toEqual([hidden, false]);
    await put(`${url}/api/meetings/plan/schedule`, { every_minutes: 260, duration_minutes: 10 });
    await sees(leader, /Next break at about \d\d:\d\d, in 4 hr 20 min/);
    await sees(leader, 'A break every 4 hr 20 min is planned');
    await leader.getByLabel('Rhythm').selectOption('none');
    await press(leader, 'Set the schedule');
    await sees(leader, 'No breaks are planned');
  });
});

/** Two frames later, the page has drawn what it has heard. */
const twoFrames = 'new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))';
