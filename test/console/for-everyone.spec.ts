import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { get, post, put } from '../support/api.js';
import { startApp } from '../support/app.js';
import { violations } from '../support/axe.mjs';
import { Cleanup } from '../support/cleanup.js';
import { clock, ConsolePages, online, sees, sidewaysScroll } from '../support/console-pages.js';
import { until } from '../support/until.js';
import { PAGES } from './first-view.mjs';

const HOUR = 3_600_000;

describe("the console's accessibility", () => {
  const cleanup = new Cleanup('after all tests');
  const pages = new ConsolePages();
  let url: string;

  beforeAll(async () => {
    ({ url } = await startApp(cleanup));
    await post(`${url}/api/meetings/working/start`);
    await post(`${url}/api/meetings/timed/rest`, { message: 'Tea', duration_seconds: 3000 });
    await post(`${url}/api/meetings/open/rest`, { message: 'Tea' });
    await post(`${url}/api/meetings/ended/rest`);
    await post(`${url}/api/meetings/ended/end`);
    await post(`${url}/api/meetings/soon/start`);
    await put(`${url}/api/meetings/soon/schedule`, { every_minutes: 1, duration_minutes: 1, mode: 'auto' });
  });

  const addresses = [
    '/',
    '/?refused=x%20y',
    '/console',
    '/no/such/page',
    '/console?id=none&id=working&id=timed&id=open&id=ended',
    ...['soon', 'none', 'working', 'timed', 'open', 'ended'].flatMap((id) => [
      `/console/${id}`,
      `/m/${id}`,
      `/wall/${id}`,
    ]),
  ];

  /** The views that contain every colour and every text. The others differ only in what is hidden. */
  const coloured = [
    '/?refused=x%20y',
    '/console?id=none&id=working&id=timed&id=open',
    '/console/working',
    '/console/timed',
    '/m/working',
    '/m/timed',
    '/wall/timed',
  ];

  it.each([
    { look: 'light', appearance: 'auto', colorScheme: 'light', locale: 'en-GB' },
    { look: 'dark', appearance: 'auto', colorScheme: 'dark', locale: 'ja-JP' },
    { look: 'contrast', appearance: 'contrast', colorScheme: 'dark', locale: 'en-GB' },
    { look: 'forced', appearance: 'auto', colorScheme: 'dark', forcedColors: 'active', locale: 'ja-JP' },
  ] as const)(
    'has no axe violations and never scrolls sideways ($look, $locale)',
    async ({ appearance, ...desk }) => {
      const page = await pages.open(`${url}/`, desk);
      for (const address of desk.colorScheme === 'light' ? addresses : coloured) {
        await page.goto(url + address);
        await page.getByLabel(/^(Appearance|テーマ)$/).selectOption(appearance);
        await openAll(page);
        expect([address, await violations(page)]).toEqual([address, []]);
        for (const width of [320, 768, 1440]) {
          await page.setViewportSize({ width, height: 700 });
          expect([address, width, await sidewaysScroll(page)]).toEqual([address, width, 0]);
        }
      }
    },
    120_000,
  );

  it('has no axe violations in the dialog for another device, which has the focus and gives it back', async () => {
    const page = await pages.leader(url, 'working', { viewport: { width: 320, height: 568 } });
    await page.locator('#handover').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Lead from another device' }).waitFor();
    expect(await violations(page)).toEqual([]);
    expect(await sidewaysScroll(page)).toBe(0);
    expect(await page.getByRole('button', { name: 'Close' }).evaluate(isFocused)).toBe(true);
    await page.keyboard.press('Enter');
    await until('the focus where it was', () => page.locator('#handover').evaluate(isFocused));
  });

  it('uses system colours for filled and empty parts in forced-colours mode', async () => {
    const page = await pages.leader(url, 'timed', { forcedColors: 'active' });
    await page.getByRole('timer').waitFor();
    const fill = (selector: string, part = '') =>
      page.evaluate<string>(
        `getComputedStyle(document.querySelector('${selector}'), '${part}').backgroundColor`,
      );
    const text = await page.evaluate<string>('getComputedStyle(document.body).color');
    const filled = [fill('#bar-back'), fill('#light', '::before'), fill('#resume')];
    expect(await Promise.all(filled)).toEqual([text, text, text]);
    expect([await fill('#bar-seen'), await fill('#longer-1')]).not.toContain(text);
    const label = await page.locator('#label').screenshot();
    await page.evaluate("document.getElementById('clock').style.opacity = '0'");
    // The clock must not cover the label.
    expect((await page.locator('#label').screenshot()).equals(label)).toBe(true);
  });

  it.each([-HOUR, HOUR])(
    "counts down by the server's clock when the computer's clock is %i ms off",
    async (clockOff) => {
      const page = await pages.member(url, 'timed', { clockOff });
      const { body } = await get(`${url}/api/meetings/timed`);
      const end = Date.parse((body['rest'] as { ends_at: string }).ends_at);
      await until('the right second', async () => {
        const before = Math.ceil((end - Date.now()) / 1000);
        const shown = await clock(page);
        return shown === before && before === Math.ceil((end - Date.now()) / 1000);
      });
    },
  );

  it("uses the browser's language or the chosen one, and remembers it", async () => {
    const page = await pages.leader(url, 'working', { locale: 'ja-JP' });
    await sees(page, '休憩なしの時間');
    expect(await page.locator('html').getAttribute('lang')).toBe('ja');
    await page.getByLabel('言語').selectOption('English');
    await sees(page, 'Working for');
    await page.goto(`${url}/m/working`);
    await sees(page, 'In the meeting');
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    const french = await pages.open(url, { locale: 'fr-FR' });
    await sees(french, 'Breaks for your meeting.');
  });

  it('changes its language and keeps input, history and display', async () => {
    const meeting = `${url}/api/meetings/tongues`;
    await post(`${meeting}/rest`, { message: 'Tea', duration_seconds: 300 });
    const page = await pages.leader(url, 'tongues');
    await sees(page, 'Break of 5 min: Tea');
    await post(`${meeting}/resume`);
    await sees(page, /^Breaks: 1, together/);
    await page.getByLabel('Message').fill('half a sen');
    await page.getByText('From a terminal').click();
    const streams: string[] = [];
    page.on('request', (request) => request.url().includes('/sse/') && streams.push(request.url()));
    await page.getByLabel('Language').selectOption('日本語');
    await sees(page, '休憩なしの時間');
    await sees(page, '5 分の休憩「Tea」');
    await sees(page, /"message":"half a sen","duration_seconds":300,"language":"ja"/);
    expect(await page.getByLabel('メッセージ').inputValue()).toBe('half a sen');
    expect(await page.locator('html').getAttribute('lang')).toBe('ja');
    // English text that remains must be marked as such: the names of languages, and commands for a terminal.
    const shown = await page.locator('body').innerText();
    expect(shown.replaceAll(/^(curl|break|tongues|English).*$/gm, '')).not.toMatch(/[a-z]{3,} [a-z]{3,}/);
    await post(`${meeting}/rest`, { message: 'お茶' });
    await sees(page, '休憩「お茶」');
    expect(streams).toEqual([]);
  });

  it('lets a leader work without a mouse', async () => {
    const page = await pages.open(url);
    await page.keyboard.press('Tab');
    for (
      let tabs = 0;
      tabs < 5 && !(await page.getByLabel('Meeting URL or code').evaluate(isFocused));
      tabs++
    )
      await page.keyboard.press('Tab');
    await page.keyboard.type('https://meet.google.com/key-only-abc');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/console/key-only-abc');
    await page.locator('#light[data-state=good]').waitFor();
    const sent: (string | undefined)[] = [];
    page.on(
      'request',
      (request) => request.method() === 'POST' && sent.push(request.url().split('/key-only-abc/')[1]),
    );
    await page.keyboard.press('s');
    await sees(page, 'Working for');
    await page.keyboard.press('m');
    await page.keyboard.type('Break 1 at 3');
    expect(await page.getByLabel('Message').inputValue()).toBe('Break 1 at 3');
    await page.keyboard.press('Tab');
    await page.keyboard.press('2');
    await until('ten minutes', async () => (await clock(page)) > 590);
    // The button with the focus has disappeared.
    await until('the stage to have the focus', () => page.locator('#stage').evaluate(isFocused));
    await sees(page, 'Break 1 at 3');
    // A key that is held down counts as one press.
    for (let times = 0; times < 5; times++) await page.keyboard.down('+');
    await page.keyboard.up('+');
    await until('eleven minutes', async () => (await clock(page)) > 650);
    await page.keyboard.press('x');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('e');
    await sees(page, 'Working for');
    await page.getByLabel('Use shortcuts').uncheck();
    await page.keyboard.press('1');
    await page.getByLabel('Use shortcuts').check();
    await page.keyboard.press('0');
    await sees(page, 'The leader says when it is over');
    // Every counted press was sent once.
    expect(sent).toEqual(['start', 'rest', 'rest/extend', 'resume', 'rest']);
  });

  it('lets a member answer without a mouse, and moves the focus to the stage when its button disappears', async () => {
    const meeting = `${url}/api/meetings/answered`;
    await post(`${meeting}/start`);
    const page = await pages.member(url, 'answered');
    const has = (id: string) =>
      until(`#${id} to have the focus`, () => page.locator(`#${id}`).evaluate(isFocused));
    await page.locator('#ask').press('Enter');
    await sees(page, 'Passed on, without your name');
    await page.evaluate(twoFrames);
    await has('ask');
    await post(`${meeting}/rest`, { message: 'Tea' });
    await has('stage');
    await page.locator('#away').press('Enter');
    await page.getByRole('button', { name: 'I’m away', pressed: true }).waitFor();
    await post(`${meeting}/resume`);
    await page.locator('#back').press('Enter');
    await page.locator('#answers').waitFor({ state: 'hidden' });
    await has('stage');
  });

  it.each([
    ['a planned break', '#snooze', 'rest'],
    ['the plan', '#plan-preset', 'end'],
    ['a dialog over a button', '#end', 'end'],
  ])('moves the focus to the stage when %s is gone', async (_, control, command) => {
    const meeting = `${url}/api/meetings/gone-${control.slice(1)}`;
    await post(`${meeting}/start`);
    await put(`${meeting}/schedule`, { preset: 'uk-hse' });
    const page = await pages.leader(url, `gone-${control.slice(1)}`);
    await page.locator(control).focus();
    if (control === '#end') await page.keyboard.press('Enter');
    await post(`${meeting}/${command}`);
    await page.locator(control).waitFor({ state: 'hidden' });
    if (control === '#end') await page.keyboard.press('Escape');
    await until('the stage to have the focus', () => page.locator('#stage').evaluate(isFocused));
  });

  it.each(['/', '/console?id=timed', '/console/working', '/console/timed', '/m/working', '/m/timed'])(
    'has only touch targets that are large enough (%s)',
    async (address) => {
      const page = await pages.open(url + address, {
        viewport: { width: 320, height: 568 },
        isMobile: true,
        hasTouch: true,
      });
      await openAll(page);
      const targets = page.locator('a, button, select, summary, label.choice, input:not([type=checkbox])');
      const sizes = (await targets.all()).map(async (one) => [
        await one.boundingBox(),
        await one.evaluate((target) => (target as { outerHTML: string }).outerHTML),
      ]);
      const small = (await Promise.all(sizes)).filter(
        ([box]) => box && typeof box === 'object' && Math.min(box.width, box.height) < 44,
      );
      expect(small).toEqual([]);
    },
  );

  it('announces to screen readers that a break begins, has a minute left, and is over', async () => {
    const page = await pages.member(url, 'heard');
    const said = page.locator('#said');
    expect(await page.locator('#clock').getAttribute('aria-live')).toBeNull();
    await post(`${url}/api/meetings/heard/rest`, { message: 'Tea', duration_seconds: 62 });
    await said.getByText('Break. Tea').waitFor();
    await said.getByText('One minute of the break is left.').waitFor();
    await page.evaluate(`window.heard = [];
      new MutationObserver(() => heard.push(document.getElementById('said').textContent))
        .observe(document.getElementById('said'), { childList: true })`);
    await post(`${url}/api/meetings/heard/rest`, { message: 'Cake' });
    await said.getByText('Break. Cake').waitFor();
    // One break took the place of the other: it is one thing to hear.
    expect(await page.evaluate('heard')).toEqual(['Break. Cake']);
    await post(`${url}/api/meetings/heard/rest`, { message: 'Cake' });
    await until(
      'the same words again',
      async () => JSON.stringify(await page.evaluate('heard.slice(1)')) === '["","Break. Cake"]',
    );
    await post(`${url}/api/meetings/heard/resume`);
    await said.getByText('The break is over').waitFor();
  });

  it.each(Object.entries(PAGES))(
    'loads less than 60 KiB for the first view of its page: %s',
    async (_, path) => {
      const bytes = await pages.firstView(url + path);
      expect([bytes > 5_000 && bytes < 60 * 1024, bytes]).toEqual([true, bytes]);
    },
  );
});

/** The focus leaves hidden elements when the page is drawn next. */
const twoFrames = 'new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))';

/**
 * Opens everything that can be opened, including what the leader's page loads only after it knows its
 * meeting.
 */
async function openAll(page: Page): Promise<void> {
  // The page at an unknown address has no connection. Elsewhere the light is empty at first, which is no reason to go on.
  if ((await page.locator('#light').getAttribute('hidden')) !== null) return;
  await online(page);
  const [, id] = /\/console\/(\w+)/.exec(page.url()) ?? [];
  const shown = async (parts: string[]) => {
    for (const part of id ? parts : []) await page.locator(part).first().waitFor({ state: 'attached' });
  };
  const ofTheLog = (part: string) => (id === 'none' ? [] : [part]);
  await shown(['#qr svg', ...ofTheLog('#day-strip span'), ...ofTheLog('#activity li')]);
  await page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))");
  // Their content has no size before it is drawn.
  await page.evaluate(twoFrames);
  await shown(['#curl-lines code', ...ofTheLog('#activity pre')]);
}

const isFocused = (field: unknown): boolean =>
  (field as { matches: (selector: string) => boolean }).matches(':focus');
