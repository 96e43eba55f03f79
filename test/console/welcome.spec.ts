import { beforeAll, describe, expect, it } from '@jest/globals';
import { startApp } from '../support/app.js';
import { Cleanup } from '../support/cleanup.js';
import { ConsolePages, press, sees } from '../support/console-pages.js';
import { untilEqual } from '../support/until-equal.js';

const NO_MEETING = /but it is not a meeting/;

describe('the first page', () => {
  const cleanup = new Cleanup('after all tests');
  const pages = new ConsolePages();
  let url: string;

  beforeAll(async () => {
    ({ url } = await startApp(cleanup));
  });

  it('leads to the same meeting whatever is pasted', async () => {
    const page = await pages.open(url);
    const pasted: [text: string, id: RegExp][] = [
      ['https://meet.google.com/abc-defg-hij?authuser=0', /^abc-defg-hij$/],
      ['ABC-DEFG-HIJ', /^abc-defg-hij$/],
      ['Join: https://meet.google.com/abc-defg-hij, at ten', /^abc-defg-hij$/],
      ['https://us02web.zoom.us/j/81234567890?pwd=x', /^81234567890$/],
      ['812 3456 7890', /^81234567890$/],
      ['https://company.webex.com/meet/aiko', /^webex-company_aiko$/],
      ['https://meet.jit.si/TeamTea', /^jitsi-teamtea$/],
      ['https://whereby.com/tea-room', /^whereby-tea-room$/],
      ['https://app.slack.com/huddle/T01/C02', /^x-[\w-]{32}$/],
      ['https://discord.gg/abcdef', /^x-[\w-]{32}$/],
      ['週次定例', /^x-[\w-]{32}$/],
      ['standup!', /^x-[\w-]{32}$/],
      ['Team.A', /^x-[\w-]{32}$/],
      ['ａｂｃ', /^abc$/],
      ['Weekly planning', /^weeklyplanning$/],
      ['weekly  planning', /^weeklyplanning$/],
      ['a'.repeat(65), /^x-[\w-]{32}$/],
      [`${url}/console/abc/`, /^abc$/],
      [`${url}/m/abc`, /^abc$/],
    ];
    for (const [text, id] of pasted) {
      await page.goto(url);
      await page.getByLabel('Meeting URL or code').fill(text);
      await press(page, 'Start as leader');
      await page.waitForURL('**/console/*');
      expect([text, new URL(page.url()).pathname.split('/')[2]]).toEqual([text, expect.stringMatching(id)]);
    }
  }, 120_000);

  it('says which text names no meeting, and that any name will do', async () => {
    const page = await pages.open(url);
    for (const [text, answer] of [
      ['https://meet.google.com/new', NO_MEETING],
      ['https://meet.google.com/landing', NO_MEETING],
      ['', /^Paste the meeting’s link, or type any name for it\.$/],
    ] as const) {
      await page.getByLabel('Meeting URL or code').fill(text);
      await page.getByLabel('Meeting URL or code').press('Enter');
      await sees(page, answer);
    }
    await page.getByLabel('Meeting URL or code').fill('t');
    await page.locator('#problem').waitFor({ state: 'hidden' });
  });

  it('makes a name for a new meeting, and offers it again', async () => {
    const page = await pages.open(url);
    await press(page, 'New meeting with a new name');
    await page.waitForURL(/\/console\/[a-z]+-[a-z]+-\d{4}$/);
    const made = page.url();
    await page.goto(url);
    await page.getByRole('link', { name: made.split('/').at(-1) }).click();
    await page.waitForURL(made);
  });

  it('names its parts in its language', async () => {
    const page = await pages.open(url, { locale: 'ja-JP' });
    await page.getByRole('navigation', { name: 'ドキュメント' }).waitFor();
  });

  it('keeps the words that somebody typed as the title of the meeting', async () => {
    const page = await pages.open(url);
    await page.getByLabel('Meeting URL or code').fill('週次定例');
    await press(page, 'Start as leader');
    await page.waitForURL('**/console/*');
    await press(page, 'Start the meeting');
    const member = await pages.open(page.url().replace('/console/', '/m/'));
    await member.locator('.meeting-id').getByText('週次定例').waitFor();
    await page.goto(url);
    await page.getByRole('link', { name: '週次定例' }).waitFor();
  });

  it('keeps these words when the first press is a break, in the form that the service accepts', async () => {
    const page = await pages.open(url);
    // The 60th character is outside the BMP. A text field keeps a pasted tab.
    await page.getByLabel('Meeting URL or code').fill(`Q3\tplanning ${'x'.repeat(47)}🍵🍵`);
    await press(page, 'Start as leader');
    await page.waitForURL('**/console/*');
    await press(page, '5 min');
    const title = `Q3 planning ${'x'.repeat(47)}🍵`;
    const member = await pages.open(page.url().replace('/console/', '/m/'));
    await member.getByRole('timer').waitFor();
    await untilEqual('the title', () => member.locator('.meeting-id').textContent(), title);
    expect(await member.title()).toContain(`Break · ${title}`);
  });

  it('leads with the token or the code of a pasted link', async () => {
    const page = await pages.open(url);
    await page.getByLabel('Meeting URL or code').fill(`${url}/m/abc#token=a.b.c`);
    await press(page, 'Join as member');
    await page.waitForURL('**/m/abc');
    const kept = () => page.evaluate("sessionStorage.getItem('kyukei.right.abc')");
    await untilEqual('the token', kept, expect.stringContaining('a.b.c'));
    // The code of a leader's page, for another device.
    await page.goto(url);
    const redeemed = page.waitForRequest('**/api/meetings/abc/handover/redeem');
    await page.getByLabel('Meeting URL or code').fill(`${url}/console/abc#code=the-code`);
    await press(page, 'Start as leader');
    expect((await redeemed).postDataJSON()).toEqual({ code: 'the-code' });
  });
});
