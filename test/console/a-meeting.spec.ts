import { beforeAll, describe, expect, it } from '@jest/globals';
import { post } from '../support/api.js';
import { startApp } from '../support/app.js';
import { Cleanup } from '../support/cleanup.js';
import { clock, ConsolePages, press, sees, sidewaysScroll } from '../support/console-pages.js';
import { until } from '../support/until.js';
import { untilEqual } from '../support/until-equal.js';

const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('a meeting in the console', () => {
  const cleanup = new Cleanup('after all tests');
  const pages = new ConsolePages();
  let url: string;

  beforeAll(async () => {
    ({ url } = await startApp(cleanup));
  });

  it('runs from start to end, for a leader and a member who joins late', async () => {
    const leader = await pages.leader(url, 'whole');
    const member = await pages.member(url, 'whole');
    await sees(leader, 'Not started yet');
    await press(leader, 'Start the meeting');
    await sees(leader, 'Working for');
    await sees(member, 'In the meeting');

    await leader.getByLabel('Message').fill('Tea!');
    await press(leader, '5 min');
    for (const page of [leader, member]) {
      await sees(page, 'Tea!');
      await until('the countdown', async () => [299, 300].includes(await clock(page)));
      await until('the title', async () => /^(5:00|4:5\d) Break · whole$/.test(await page.title()));
    }
    await untilEqual('the message to be gone', () => leader.getByLabel('Message').inputValue(), '');

    const late = await pages.member(url, 'whole', { locale: 'ja-JP' });
    await sees(late, '休憩中');
    await press(leader, '+5 min');
    for (const page of [leader, member, late])
      await until('ten minutes', async () => (await clock(page)) > 580);

    await press(leader, 'End the break');
    await sees(member, 'The break is over');
    await sees(late, '休憩は終わりました');

    await leader.getByLabel('Minutes of break').fill('0.5');
    await leader.keyboard.press('Enter');
    await until('half a minute', async () => [29, 30].includes(await clock(member)));
    await press(leader, 'End the break');
    await press(leader, 'No set end');
    await sees(member, 'The leader says when it is over');
    await until('it counts up', async () => (await clock(member)) >= 1);

    await press(leader, 'End the meeting');
    await press(leader, 'Cancel');
    await sees(leader, 'The leader says when it is over');
    await press(leader, 'End the meeting');
    await press(leader, 'End it');
    await sees(leader, 'The meeting has ended');
    await until('the top of the page', () => leader.evaluate('document.scrollingElement.scrollTop < 100'));
    await sees(member, 'The meeting has ended');
  });

  it('shows past notices, including those before the page was opened, in words and as sent', async () => {
    const path = `${url}/api/meetings/log`;
    await post(`${path}/rest`, { message: 'first', duration_seconds: 600 });
    const leader = await pages.leader(url, 'log');
    const log = leader.locator('#activity > li');
    await log.nth(1).waitFor();
    await post(`${path}/resume`);
    await log.nth(2).waitFor();
    const words = await log.locator('summary bdi').allInnerTexts();
    expect(words).toEqual(['A leader ended the break', 'Break of 10 min: first', 'The meeting started']);
    await log.nth(1).locator('summary').click();
    const raw = JSON.parse(await log.nth(1).locator('pre').innerText()) as object;
    expect(raw).toMatchObject({ event: 'rest_required', message: 'first', duration_seconds: 600 });
  });

  it('keeps the last fifty notices', async () => {
    for (let count = 0; count < 27; count++)
      await post(`${url}/api/meetings/many/rest`, { message: `n${count}` });
    const leader = await pages.leader(url, 'many');
    await sees(leader, 'Break: n26');
    await post(`${url}/api/meetings/many/rest`, { message: 'the last' });
    await sees(leader, 'Break: the last');
    expect(await leader.locator('#activity > li').count()).toBe(50);
  });

  it('shows the rest of a log that was trimmed', async () => {
    const trimmed = await startApp(cleanup, { LOG_MAX_NOTICES: '5' });
    for (const message of ['one', 'two', 'three', 'four'])
      await post(`${trimmed.url}/api/meetings/trimmed/rest`, { message });
    const leader = await pages.leader(trimmed.url, 'trimmed');
    await sees(leader, 'Break: two');
    expect(await leader.locator('#activity > li').count()).toBe(5);
  });

  it('shows each of two leaders what the other does', async () => {
    const [one, other] = [await pages.leader(url, 'two'), await pages.leader(url, 'two')];
    await press(one, '10 min');
    await until('the other counts', async () => (await clock(other)) > 590);
    await press(other, 'End the break');
    await sees(one, 'Working for');
    await sees(one, 'A leader ended the break');
  });

  it('explains in words why a command was refused', async () => {
    const leader = await pages.leader(url, 'refused');
    await leader.route('**/api/meetings/refused/start', (route) =>
      route.fulfill({ status: 503, json: { code: 'store_unavailable', detail: 'x' } }),
    );
    await press(leader, 'Start the meeting');
    await leader.getByRole('alert').getByText('The storage did not answer. Try again in a moment.').waitFor();
  });

  it('retries a command that may not have arrived, under the same key', async () => {
    const leader = await pages.leader(url, 'twice');
    const keys: (string | undefined)[] = [];
    await leader.route('**/api/meetings/twice/rest', async (route) => {
      keys.push(route.request().headers()['idempotency-key']);
      if (keys.length === 1) await route.abort();
      else await route.continue();
    });
    await press(leader, '5 min');
    await until('the break', async () => (await clock(leader)) > 290);
    expect(keys).toEqual([expect.stringMatching(UUID_V4), keys[0]]);
  });

  it('shows hostile texts as plain text', async () => {
    const hostile = [
      '<img src=x onerror=alert(1)><script>alert(2)</script>',
      '\u202Eevil\u2066 \u{1F469}\u200D\u{1F680}'.repeat(20),
      '🍵'.repeat(500),
    ];
    const leader = await pages.leader(url, 'hostile', { viewport: { width: 390, height: 844 } });
    const member = await pages.member(url, 'hostile', { viewport: { width: 390, height: 844 } });
    for (const message of hostile) {
      await post(`${url}/api/meetings/hostile/rest`, { message });
      for (const page of [leader, member]) {
        await until('the message', async () => (await page.locator('#message').textContent()) === message);
        expect(await page.locator('img, #message *').count()).toBe(0);
        expect(await sidewaysScroll(page)).toBe(0);
      }
    }
    await member.getByRole('timer').waitFor();
    await leader.locator('#activity summary').filter({ hasText: '🍵🍵' }).waitFor();
    expect(await leader.locator('#activity img').count()).toBe(0);
  });

  it('shows each action as a command for a terminal', async () => {
    const leader = await pages.leader(url, 'curl');
    await leader.getByLabel('Message').fill("It's time");
    await leader.getByText('From a terminal').click();
    await leader.locator('#curl-lines code').last().waitFor();
    const lines = await leader.locator('#curl-lines code').allInnerTexts();
    expect(lines).toContain(
      `curl -X POST '${url}/api/meetings/curl/rest' -d '{"message":"It'\\''s time","duration_seconds":300,"language":"en"}'`,
    );
    expect(lines).toContain(`curl -X POST '${url}/api/meetings/curl/end'`);
    await press(leader, '5 min');
    await until('the message to be gone from them', async () => {
      const shown = await leader.locator('#curl-lines').innerText();
      return !shown.includes('time');
    });
  });

  it('shows how members join', async () => {
    const leader = await pages.leader(url, 'share');
    const link = leader.getByLabel('Link for members', { exact: true });
    await link.waitFor();
    expect(await link.inputValue()).toBe(`${url}/m/share`);
    await leader.getByRole('img', { name: 'QR code of the link for members' }).waitFor();
  });
});
