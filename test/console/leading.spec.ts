import { beforeAll, describe, expect, it } from '@jest/globals';
import { get, post, put } from '../support/api.js';
import { startApp } from '../support/app.js';
import { Cleanup } from '../support/cleanup.js';
import { clock, ConsolePages, online, press, sees } from '../support/console-pages.js';
import { ManualClock } from '../support/manual-clock.js';
import { until } from '../support/until.js';
import { untilEqual } from '../support/until-equal.js';

describe('leading a meeting', () => {
  const cleanup = new Cleanup('after all tests');
  const pages = new ConsolePages();
  let url: string;

  beforeAll(async () => {
    ({ url } = await startApp(cleanup));
  });

  it('says at the field which minutes a break may have', async () => {
    const leader = await pages.leader(url, 'minutes');
    const minutes = leader.getByLabel('Minutes of break');
    for (const wrong of ['0', '-1', '7.25', '1441', '']) {
      await minutes.fill(wrong);
      await press(leader, 'Call a break');
      await leader
        .locator('#custom-minutes-problem')
        .getByText('From 0.5 to 1440 minutes, in half minutes')
        .waitFor();
      expect([wrong, await minutes.getAttribute('aria-invalid')]).toEqual([wrong, 'true']);
      expect(await minutes.getAttribute('aria-describedby')).toBe('custom-minutes-problem');
    }
    await minutes.fill('7.5');
    await leader.locator('#custom-minutes-problem').waitFor({ state: 'hidden' });
    await press(leader, 'Call a break');
    await until('seven and a half', async () => (await clock(leader)) > 440);
  });

  it('calls the highlighted break by Enter in the message', async () => {
    const leader = await pages.leader(url, 'enter');
    await leader.getByLabel('Message').fill('Tea');
    await leader.keyboard.press('Enter');
    await until('ten minutes', async () => (await clock(leader)) > 590);
    await sees(leader, 'Tea');
  });

  it('speaks the language of the page, also about fields that the service refuses', async () => {
    await post(`${url}/api/meetings/fields/start`);
    const leader = await pages.leader(url, 'fields', { locale: 'ja-JP' });
    await leader.getByLabel('ペース').selectOption('custom');
    for (const wrong of ['9999', '']) {
      await leader.getByLabel('間隔（分）').fill(wrong);
      await press(leader, '予定を設定する');
      await sees(leader, '1～480 の整数で入力してください');
    }
    await leader.getByLabel('間隔（分）').fill('30');
    await leader.route('**/schedule', (route) =>
      route.fulfill({
        status: 422,
        json: { code: 'invalid_request', errors: [{ field: 'every_minutes', message: 'must be odd' }] },
      }),
    );
    await press(leader, '予定を設定する');
    await leader.locator('#plan-every-problem').getByText('この値は受け付けられません。').waitFor();
    expect(await leader.locator('body').innerText()).not.toContain('must be');
  });

  it('moves the end of a break both ways, and says until when', async () => {
    const leader = await pages.leader(url, 'moved');
    await press(leader, '5 min');
    await press(leader, '+5 min');
    await sees(leader, /^\+5 min → until \d\d:\d\d$/);
    await press(leader, '−1 min');
    await sees(leader, /^−1 min → until \d\d:\d\d$/);
    await until('nine minutes', async () => Math.abs((await clock(leader)) - 540) < 10);
  });

  it('calls a break until a time of day', async () => {
    const leader = await pages.leader(url, 'until', { timezoneId: 'Asia/Tokyo' });
    await press(leader, 'Until then');
    await sees(leader, 'A time of day, like 10:40');
    // In an hour, by a clock in Tokyo.
    const end = new Date(Math.ceil(Date.now() / 60_000) * 60_000 + 3_600_000);
    const time = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Tokyo', timeStyle: 'short' }).format(end);
    await leader.getByLabel('Time at which the break ends').fill(time);
    await press(leader, 'Until then');
    await sees(leader, `Until ${time}`);
    const { body } = await get(`${url}/api/meetings/until`);
    expect((body['rest'] as { ends_at: string }).ends_at).toBe(end.toISOString());
    await untilEqual('an empty field', () => leader.locator('#until-time').inputValue(), '');
  });

  it('calls no break of almost a day until a time that has just passed', async () => {
    const leader = await pages.leader(url, 'passed', { timezoneId: 'Asia/Tokyo' });
    const passed = Date.now() - 60_000;
    const time = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Tokyo', timeStyle: 'short' });
    await leader.getByLabel('Time at which the break ends').fill(time.format(passed));
    await press(leader, 'Until then');
    await sees(leader, 'A time within the next 12 hours');
    expect((await get(`${url}/api/meetings/passed`)).status).toBe(404);
  });

  it('shows who is missing first, by names as people sort them, and counts who has none', async () => {
    const meeting = `${url}/api/meetings/roster`;
    await post(`${meeting}/rest`);
    const long = 'Christopher Alexander Montgomery-Featherstonehaugh III';
    const people = [
      ['Person 10', 'away'],
      ['Person 2', 'away'],
      [long, 'away'],
      ...[1, 3, 4, 5, 6, 7].map((n) => [`Person ${n}`, 'back'] as const),
      [null, 'seen'],
      [null, 'seen'],
      [null, 'seen'],
    ] as const;
    for (const [index, [name, status]] of people.entries())
      await post(`${meeting}/rest/ack`, { client_id: `c${index}`, status, ...(name && { name }) });
    const leader = await pages.leader(url, 'roster', { viewport: { width: 1280, height: 800 } });
    const rows = leader.locator('#roster > li');
    await untilEqual('four rows', () => rows.allInnerTexts(), [
      `${long}\nAway`,
      'Person 2\nAway',
      'Person 10\nAway',
      'No name ×3\nSeen it',
    ]);
    await leader.getByText('6 back').click();
    await sees(leader, 'Person 7');
    // Reads all heights at once, because the list is rebuilt after each answer.
    const heights = `Array.from(document.querySelectorAll('#roster span, #roster-back span'), (one) => one.offsetHeight)`;
    for (const height of await leader.evaluate<number[]>(heights)) {
      expect(height).toBeGreaterThan(0);
      expect(height).toBeLessThan(30);
    }
  });

  it('keeps a refusal beside the button that was pressed', async () => {
    await post(`${url}/api/meetings/beside/start`);
    await put(`${url}/api/meetings/beside/schedule`, { preset: 'uk-hse' });
    const leader = await pages.leader(url, 'beside');
    await leader.route('**/schedule/skip', (route) =>
      route.fulfill({ status: 409, json: { code: 'no_planned_break', detail: 'x' } }),
    );
    await leader.locator('#skip').click();
    await leader.locator('#plan-section [role=alert]').getByText('No break is planned.').waitFor();
  });

  it('takes back the last command, for ten seconds', async () => {
    const [leader, member] = [await pages.leader(url, 'undo'), await pages.member(url, 'undo')];
    // Screen readers read a live region only if it was there before its text.
    const announced = leader.getByRole('status').filter({ has: leader.locator('#undo-bar') });
    expect(await announced.count()).toBe(1);
    await press(leader, 'Start the meeting');
    await sees(leader, 'Working for');
    await press(leader, '5 min');
    await sees(member, 'Break');
    await announced.getByText('Done').waitFor();
    await press(leader, 'Undo');
    await sees(member, 'In the meeting');
    await sees(leader, 'The last command was taken back');
    await leader.locator('#undo-bar').waitFor({ state: 'hidden' });
    await press(leader, '5 min');
    await leader.locator('#undo-bar').waitFor();
    await leader.locator('#undo-bar').waitFor({ state: 'hidden' });
    expect(await clock(member)).toBeGreaterThan(200);
  });

  it('takes back nothing that another leader did since', async () => {
    // This page's clock stands still, so that the offer does not end by itself.
    const leader = await pages.open(`${url}/api/time`);
    await leader.clock.install();
    await leader.goto(`${url}/console/undo-mine`);
    await online(leader);
    await leader.clock.pauseAt((await leader.evaluate<number>('Date.now()')) + 1_000);
    const meeting = `${url}/api/meetings/undo-mine`;
    const bar = leader.locator('#undo-bar');
    await press(leader, '5 min');
    await sees(leader, 'Break of 5 min');
    await post(`${meeting}/rest/ack`, { client_id: 'ann', status: 'back' });
    await leader.locator('#all-back').getByText('Everyone is back').waitFor();
    expect(await bar.isVisible()).toBe(true);
    await post(`${meeting}/rest/extend`, { seconds: 60 });
    await bar.waitFor({ state: 'hidden' });
  });

  it('shows what is left of the plan, also after an undo and a suggestion', async () => {
    const manual = new ManualClock(Date.now());
    const app = await startApp(cleanup, {}, manual);
    await post(`${app.url}/api/meetings/left/start`);
    await put(`${app.url}/api/meetings/left/schedule`, { preset: 'uk-hse' });
    const leader = await pages.leader(app.url, 'left');
    const undo = async () => {
      await press(leader, 'Undo');
      manual.pass(1_000);
    };
    const postpone = async (left: string) => {
      await press(leader, 'Postpone 5 min');
      await sees(leader, left);
      manual.pass(1_000);
    };
    await postpone('Can be postponed once more.');
    await postpone('Cannot be postponed again.');
    await undo();
    await sees(leader, 'Can be postponed once more.');
    await press(leader, '5 min');
    await sees(leader, 'End the break');
    await undo();
    await sees(leader, 'Can be postponed once more.');

    const suggestion = leader.locator('#suggestion');
    manual.pass(55 * 60_000);
    await suggestion.waitFor();
    await sees(leader, 'Skipping it means 105 min without a break.');
    await press(leader, 'Take 5 min now');
    await sees(leader, 'End the break');
    await undo();
    await suggestion.waitFor();
    await sees(leader, 'Can be postponed once more.');
    manual.pass(50 * 60_000);
    await sees(leader, 'Can be postponed 2 more times.');
  });

  it('says something to everybody, without a break', async () => {
    await post(`${url}/api/meetings/said/start`);
    const [leader, member] = [await pages.leader(url, 'said'), await pages.member(url, 'said')];
    await press(leader, 'Send');
    await sees(leader, 'Write what everybody is to read.');
    await leader
      .getByLabel('Say something to everybody, without a break')
      .fill('<b>The slides</b> are in the chat.');
    await press(leader, 'Send');
    await member.locator('#announcement').getByText('<b>The slides</b> are in the chat.').waitFor();
    const said = member.locator('#said');
    await said.getByText('Announcement: <b>The slides</b> are in the chat.').waitFor();
    await sees(leader, 'Announcement: <b>The slides</b> are in the chat.');
    await post(`${url}/api/meetings/said/end`);
    await member.locator('#announcement').waitFor({ state: 'hidden' });
  });

  it('shows who asks for more time, as a number, and gives it with one tap', async () => {
    const leader = await pages.leader(url, 'more');
    const [one, other] = [await pages.member(url, 'more'), await pages.member(url, 'more')];
    await press(leader, '5 min');
    for (const member of [one, other]) await press(member, 'I’d like more time');
    await sees(one, 'Passed on, without your name');
    await leader.locator('#more-time[data-reached]').getByText('2 would like more time').waitFor();
    await leader.locator('#said').getByText('2 would like more time').waitFor();
    await leader.locator('#more-time').getByRole('button', { name: '+5 min' }).click();
    await leader.locator('#more-time').waitFor({ state: 'hidden' });
    await until('ten minutes', async () => (await clock(one)) > 570);
    await one.getByRole('button', { name: 'I’d like more time', disabled: false }).waitFor();
    await press(leader, 'End the break');
    await one.getByRole('button', { name: 'I’d like a break' }).waitFor();
  });

  it('tells leaders who did what, and nobody else', async () => {
    const aiko = await pages.leader(url, 'who');
    const other = await pages.leader(url, 'who');
    const name = aiko.getByLabel('Your name (other leaders see who did what; may stay empty)');
    await name.fill('Aiko');
    await name.blur();
    await press(aiko, '5 min');
    await press(aiko, '+5 min');
    const entry = other.locator('#activity summary').filter({ hasText: /\+5 min → until \d\d:\d\d/ });
    await entry.getByText('Aiko').waitFor();
    await press(other, 'End the break');
    await aiko.reload();
    await aiko
      .locator('#activity summary')
      .filter({ hasText: /\+5 min → until/ })
      .getByText('Aiko')
      .waitFor();
    expect(await name.inputValue()).toBe('Aiko');
    expect(await aiko.locator('#activity .by').count()).toBe(3);
    expect((await get(`${url}/api/meetings/who/events`)).body).not.toMatchObject({
      events: expect.arrayContaining([expect.objectContaining({ by: 'Aiko' })]),
    });
  });

  it('shows the day as a strip, and copies it as text', async () => {
    const manual = new ManualClock();
    const app = await startApp(cleanup, {}, manual);
    const meeting = `${app.url}/api/meetings/day`;
    await post(`${meeting}/start`, { title: 'Weekly' });
    await put(`${meeting}/schedule`, { preset: 'uk-hse' });
    const pass = (minutes: number) => manual.pass(minutes * 60_000);
    pass(30);
    await post(`${meeting}/rest`);
    pass(10);
    await post(`${meeting}/resume`);
    pass(60);
    const page = await pages.leader(app.url, 'day', { permissions: ['clipboard-read', 'clipboard-write'] });
    await sees(page, 'Breaks: 1, together 10 min · longest time without one: 60 min');
    const strip = `Array.from(document.querySelectorAll('#day-strip span'), (one) =>
      [one.className, Math.round(one.style.flexGrow / 60), one.hasAttribute('data-long')])`;
    expect(await page.evaluate(strip)).toEqual([
      ['work', 30, false],
      ['break', 10, false],
      ['work', 60, true],
    ]);
    await press(page, 'Copy as text');
    await sees(page, 'Copied');
    const lines = (await page.evaluate<string>('navigator.clipboard.readText()')).split('\n');
    expect(lines.slice(1)).toEqual([
      expect.stringMatching(/^\d\d:\d\d–\d\d:\d\d {2}Work, 30 min$/),
      expect.stringMatching(/Break, 10 min$/),
      expect.stringMatching(/Work, 60 min \(planned: 50\)$/),
      'Breaks: 1, together 10 min · longest time without one: 60 min',
    ]);
    expect(lines[0]).toMatch(/^Weekly, /);
  });
});
