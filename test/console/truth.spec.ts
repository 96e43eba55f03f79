import { describe, expect, it } from '@jest/globals';
import { get, post, put } from '../support/api.js';
import { startApp, startOnRedis } from '../support/app.js';
import { violations } from '../support/axe.mjs';
import { Cleanup } from '../support/cleanup.js';
import { ConsolePages, online, press, sees } from '../support/console-pages.js';
import { ManualClock } from '../support/manual-clock.js';
import { Service } from '../support/service.js';
import { untilEqual } from '../support/until-equal.js';

describe('the pages show the true state', () => {
  const cleanup = new Cleanup();
  const pages = new ConsolePages();

  it('of a meeting that has ended, to screen readers too, and to those who open it within the hour', async () => {
    const clock = new ManualClock();
    const { url } = await startApp(cleanup, {}, clock);
    const meeting = `${url}/api/meetings/over`;
    await post(`${meeting}/start`);
    for (const minutes of [10, 15]) {
      await post(`${meeting}/rest`);
      clock.pass(minutes * 60_000);
      await post(`${meeting}/resume`);
    }
    const [leader, member] = [await pages.leader(url, 'over'), await pages.member(url, 'over')];
    await sees(member, 'The break is over');
    await press(leader, 'End the meeting');
    await press(leader, 'End it');
    for (const page of [leader, member, await pages.member(url, 'over')]) {
      await sees(page, 'The meeting has ended');
      await sees(page, '2 breaks, 25 min. Thank you.');
    }
    await member.locator('#join').waitFor({ state: 'hidden' });
    await untilEqual('it is said', () => member.locator('#said').textContent(), 'The meeting has ended');
    await press(leader, 'Start the meeting');
    await sees(member, 'In the meeting');
    await member.locator('#join').waitFor();
    const other = await pages.member(url, 'another');
    await sees(other, 'Not started yet');
  });

  it('of a meeting whose start was taken back', async () => {
    const { url } = await startApp(cleanup);
    const both = [await pages.leader(url, 'undone'), await pages.member(url, 'undone')];
    const all = [...both, await online(await pages.open(`${url}/console?id=undone`))];
    await post(`${url}/api/meetings/undone/rest`, { message: 'Tea' });
    for (const page of all) await sees(page, 'The leader says when it is over');
    await post(`${url}/api/meetings/undone/undo`);
    for (const page of all) await sees(page, 'Not started yet');
    for (const page of both)
      await untilEqual('it is said', () => page.locator('#said').textContent(), 'Not started yet');
  });

  it('of a meeting that a restart has lost', async () => {
    const service = await Service.startReady(cleanup);
    await post(`${service.url}/api/meetings/lost/rest`, { message: 'Tea' });
    const both = [await pages.leader(service.url, 'lost'), await pages.member(service.url, 'lost')];
    for (const page of both) await sees(page, 'Tea');
    await service.stop('SIGKILL');
    await Service.startReady(cleanup, { PORT: new URL(service.url).port });
    for (const page of both) {
      await sees(page, 'This meeting is gone');
      await sees(page, 'The service was restarted and has lost what it knew of it.');
      expect(await violations(page)).toEqual([]);
    }
  });

  it('of a meeting that nobody watched overnight, whose work begins anew without a break', async () => {
    const clock = new ManualClock();
    const { url } = await startApp(cleanup, {}, clock);
    const meeting = `${url}/api/meetings/night`;
    await post(`${meeting}/start`);
    await put(`${meeting}/schedule`, { preset: 'uk-hse', mode: 'auto' });
    clock.set(clock.now() + 14 * 3_600_000);
    expect((await get(meeting)).body).toMatchObject({ working_since: new Date(clock.now()).toISOString() });
    const wall = await online(await pages.open(`${url}/wall/night`));
    await sees(wall, 'In the meeting');
    const moment = () => wall.evaluate<string>('document.body.dataset.moment');
    expect(await moment()).toBe('');
    await post(`${meeting}/rest`);
    await sees(wall, 'Break');
    await post(`${meeting}/resume`);
    await sees(wall, 'Please come back.');
    expect(await moment()).toBe('over');
  });

  it('of a time on another day', async () => {
    // In Kiritimati it is 00:30 on 18 October.
    const clock = new ManualClock();
    const { url } = await startApp(cleanup, {}, clock);
    const meeting = `${url}/api/meetings/day`;
    await post(`${meeting}/start`);
    const at = { at: ['13:30'], time_zone: 'Pacific/Kiritimati', duration_minutes: 10 };
    await put(`${meeting}/schedule`, at);
    const here = { timezoneId: 'Pacific/Kiritimati' };
    const both = [await pages.leader(url, 'day', here), await pages.member(url, 'day', here)];
    for (const page of both) await sees(page, /Next break at about 13:30/);
    await put(`${meeting}/schedule`, { ...at, at: ['00:15'] });
    for (const page of both) await sees(page, /Next break at about Oct 19, 00:15/);
    await post(`${meeting}/rest`, { ends_at: new Date(clock.now() + 24 * 3_600_000 - 60_000).toISOString() });
    for (const page of both) await sees(page, 'Until Oct 19, 00:29');
    await post(`${meeting}/rest`, { duration_seconds: 5 * 3600 });
    for (const page of both) await sees(page, 'Until 05:30');
  });

  it('of a break that should be over while the store is away', async () => {
    const { redis, url } = await startOnRedis(cleanup);
    const member = await pages.open(`${url}/api/time`);
    await member.clock.install();
    await member.goto(`${url}/m/late`);
    await online(member);
    await post(`${url}/api/meetings/late/rest`, { duration_seconds: 60 });
    await sees(member, /Until \d\d:\d\d/);
    await redis.kill();
    await sees(member, 'The server is having trouble: breaks may be late');
    await member.clock.fastForward(61_000);
    await sees(member, 'The break should be over: go back.');
    expect(await violations(member)).toEqual([]);
    await redis.run();
  });

  it("of a command that failed, until its cause is gone, and retry a member's answer by themselves", async () => {
    const { url } = await startApp(cleanup);
    const meeting = `${url}/api/meetings/mended`;
    await post(`${meeting}/rest`, { message: 'Tea', duration_seconds: 600 });
    const [leader, member] = [await pages.leader(url, 'mended'), await pages.member(url, 'mended')];
    for (const page of [leader, member])
      await page.route('**/api/meetings/mended/rest/**', (route) => route.abort());
    await press(leader, '+1 min');
    await press(member, 'I’m away');
    for (const page of [leader, member]) {
      await page.getByRole('alert').getByText('The server could not be reached. Try again.').waitFor();
      await page.unroute('**/api/meetings/mended/rest/**');
    }
    await post(`${meeting}/rest/extend`, { seconds: 60 });
    for (const page of [leader, member]) await page.locator('#problem').waitFor({ state: 'hidden' });
    await member.getByRole('button', { name: 'I’m away', pressed: true }).waitFor();
    await untilEqual('one away', () => leader.locator('#count-away').innerText(), '1');
  });

  it('of a command that was refused, as long as that may be true', async () => {
    const clock = new ManualClock();
    const { url } = await startApp(cleanup, {}, clock);
    await post(`${url}/api/meetings/calm/rest`, { duration_seconds: 600 });
    const leader = await pages.leader(url, 'calm');
    await leader.route('**/rest/extend', (route) =>
      route.fulfill({ status: 429, json: { code: 'too_many_calls' } }),
    );
    await press(leader, '+1 min');
    await sees(leader, 'Too many calls. Wait a minute.');
    clock.pass(61_000);
    await leader.locator('#problem').waitFor({ state: 'hidden' });
  });

  it('of who is connected, and distinguish "unknown" from "nobody"', async () => {
    const { url } = await startApp(cleanup);
    const leader = await pages.leader(url, 'left');
    await sees(leader, 'Nobody is here yet: send them the link.');
    await post(`${url}/api/meetings/left/rest`);
    for (const client_id of ['a', 'b', 'c'])
      await post(`${url}/api/meetings/left/rest/ack`, { client_id, status: 'away' });
    // Leaders get answers at most once a second.
    await untilEqual('three away', () => leader.locator('#count-away').innerText(), '3');
    await sees(leader, 'Nobody is connected now');
  });

  it('in the language of the page, if a break has a default text', async () => {
    const { url } = await startApp(cleanup);
    const leader = await pages.leader(url, 'words');
    const member = await pages.member(url, 'words', { locale: 'ja-JP' });
    await press(leader, '5 min');
    await untilEqual('the text', () => member.locator('#message').innerText(), '休憩時間です');
    expect(await member.locator('#said').textContent()).toBe('休憩です。休憩時間です');
  });
});
