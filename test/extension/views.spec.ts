import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { Command, State } from '../../extension/messages.js';
import { violations } from '../support/axe.mjs';
import { launchBrowser } from '../support/browser.js';
import { Cleanup } from '../support/cleanup.js';
import { untilEqual } from '../support/until-equal.js';
import {
  asked,
  breakWith,
  installOverlay,
  installPages,
  refuse,
  stateWith,
  STRICT_POLICY,
  tell,
} from './fake-background.mjs';

const MEETING = `<!doctype html><html lang="en"><title>Meeting</title><main><h1>Meeting</h1><button id="mute">Mute</button></main>`;
/** The longest that the service allows, without a place for a line break. */
const long = (length: number) => 'W'.repeat(length);
const members = { connected: 7, seen: 2, away: 2, back: 3 };
const roster: State['roster'] = [
  { name: '田中', status: 'away' },
  { name: long(60), status: 'seen' },
];
const onBreak = (of?: Parameters<typeof breakWith>[0]): Partial<State> => ({
  phase: 'on_break',
  rest: breakWith(of),
  said: 'seen',
});
const leader: Partial<State> = { role: 'leader', members, roster, found: 'address' };

describe('the overlay and the extension’s pages', () => {
  const cleanup = new Cleanup();
  const ending = new Cleanup('after all tests');
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchBrowser(ending);
  });

  async function contextWith(options: BrowserContextOptions) {
    const context = await browser.newContext({ reducedMotion: 'reduce', locale: 'en-GB', ...options });
    cleanup.add(() => context.close());
    return context;
  }

  async function meeting(state: Partial<State>, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await contextWith(options);
    await installOverlay(context);
    const page = await context.newPage();
    const headers = { 'Content-Security-Policy': STRICT_POLICY };
    await page.route('https://meeting.test/', (route) =>
      route.fulfill({ contentType: 'text/html', headers, body: MEETING }),
    );
    await page.goto('https://meeting.test/');
    await tell(page, stateWith({ language: 'en', ...state }));
    return page;
  }

  async function popup(state: Partial<State>, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await contextWith({ viewport: { width: 384, height: 600 }, ...options });
    await installPages(context, { tab: 'https://company.zoom.us/j/81234567890' });
    const page = await context.newPage();
    await page.goto('http://extension.test/popup/popup.html');
    await tell(page, stateWith({ language: 'en', ...state }));
    return page;
  }

  async function options(of: Parameters<typeof installPages>[1] = {}, desk: BrowserContextOptions = {}) {
    const context = await contextWith(desk);
    await installPages(context, of);
    const page = await context.newPage();
    await page.goto('http://extension.test/options/options.html');
    await page.locator('h1').filter({ hasText: 'Kyukei' }).waitFor();
    return page;
  }

  const commandsOf = async (page: Page): Promise<Command[]> =>
    (await asked(page)).flatMap((request) => (request.type === 'command' ? [request.command] : []));

  const isWide = (page: Page) =>
    page.evaluate<boolean>('document.documentElement.scrollWidth > document.documentElement.clientWidth');

  /** Every state is looked at once, and those with every colour in it in every look. */
  const looks = [
    { look: 'light', language: 'en', desk: { colorScheme: 'light' }, all: true },
    { look: 'dark', language: 'ja', desk: { colorScheme: 'dark' }, all: false },
    { look: 'high contrast', language: 'ja', desk: { contrast: 'more' }, all: false },
  ] as const;

  it.each(looks)(
    'has no axe violations over a meeting, and fits 320 px ($look)',
    async ({ language, desk, all }) => {
      const page = await meeting({}, { ...desk, viewport: { width: 320, height: 568 } });
      const soon = new Date(Date.now() + 600_000).toISOString();
      const states: [string, Partial<State>, string?][] = [
        ['leader', { ...leader, suggested_minutes: 10 }, '#small'],
        [
          'leader’s break',
          {
            ...onBreak({ message: long(200) }),
            ...leader,
            title: long(60),
            requests: { kind: 'more_time', count: 2, threshold: 2, reached: true },
          },
        ],
        ['break', onBreak()],
        ['pill', { ...onBreak(), view: { small: '1-0', places: {}, cup: true } }],
        ['reconnecting', { ...onBreak(), connection: 'reconnecting' }],
        ['over', { over: { rest_id: '1-0', at: soon }, said: 'away' }],
        ['note', { announcement: { id: '1-0', message: 'Lunch is at one', until: Date.parse(soon) } }],
        ['cup', { ...leader, requests: { kind: 'break', count: 3, threshold: 2, reached: true } }],
      ];
      for (const [name, state, press] of all ? states : states.slice(0, 2)) {
        await tell(page, stateWith({ language, ...state }));
        if (press) await page.locator(press).click();
        expect([name, await violations(page)]).toEqual([name, []]);
        const box = await page.locator('kyukei-overlay').boundingBox();
        expect([name, box && box.x >= 0 && box.x + box.width <= 320]).toEqual([name, true]);
      }
    },
  );

  it.each(looks)(
    'has no axe violations in popup and options, and fits 320 px ($look)',
    async ({ language, desk, all }) => {
      const narrow = { ...desk, viewport: { width: 320, height: 568 } };
      const page = await popup({}, narrow);
      const announcement = { id: '1-0', message: long(500), until: Date.now() + 600_000 };
      const states: Partial<State>[] = [
        { ...onBreak({ message: long(200) }), ...leader, title: long(60), meeting: long(64), announcement },
        { server: '', meeting: null, connection: 'none', phase: 'unknown' },
        { meeting: null, found: null, connection: 'none', phase: 'unknown' },
        { ...leader, connection: 'refused' },
        { ...leader, schedule: { every_minutes: 45, duration_minutes: 5, mode: 'auto' }, title: '週次定例' },
      ];
      for (const state of all ? states : states.slice(0, 1)) {
        await tell(page, stateWith({ language, ...state }));
        await page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))");
        expect(await violations(page)).toEqual([]);
        expect(await isWide(page)).toBe(false);
      }
      const settings = await options({}, { ...narrow, locale: language });
      expect(await violations(settings)).toEqual([]);
      expect(await isWide(settings)).toBe(false);
    },
  );

  it('gives every control a name', async () => {
    const page = await meeting({ ...onBreak({ message: 'Tea' }), ...leader });
    await expect(page.locator('section').ariaSnapshot()).resolves.toMatch(
      new RegExp(
        [
          'region "Meeting break"',
          'button "Move \\(drag, or use the arrow keys\\) abc-defg-hij"',
          'button "Make it small"',
          'heading "Break" \\[level=2\\]',
          'timer: 6:\\d\\d',
          'paragraph: Tea',
          'button "I’m away"',
          'button "I’m back"',
          'button "−1 min"',
          'button "\\+5 min"',
          'button "End the break"',
          'group: More',
          'Not back yet: 4',
        ].join('[\\s\\S]*'),
      ),
    );
  });

  it('announces the break, its last minute and its end, once each', async () => {
    const page = await meeting(onBreak({ message: 'Tea' }));
    const said = page.locator('[aria-live=assertive]');
    await untilEqual('the break', () => said.textContent(), 'Break. Tea');
    await tell(page, stateWith({ language: 'en', ...onBreak({ gone: 550 }) }));
    await untilEqual('the last minute', () => said.textContent(), 'One minute of the break is left.');
    await tell(page, stateWith({ language: 'en', over: { rest_id: '1-0', at: new Date().toISOString() } }));
    await untilEqual('the end', () => said.textContent(), 'The break is over.');
    await tell(page, stateWith({ language: 'en', ...onBreak({ id: '2-0', message: 'Cake' }) }));
    await untilEqual('the next break', () => said.textContent(), 'Break. Cake');
    await page.evaluate(`window.heard = [];
      const said = document.querySelector('kyukei-overlay').shadowRoot.querySelector('[aria-live=assertive]');
      new MutationObserver(() => heard.push(said.textContent)).observe(said, { childList: true })`);
    // A break takes the place of another: the background tells of both moments, one right after the other.
    await tell(page, stateWith({ language: 'en', over: { rest_id: '2-0', at: new Date().toISOString() } }));
    await tell(page, stateWith({ language: 'en', ...onBreak({ id: '3-0', message: 'Lunch' }) }));
    await untilEqual('the break that replaced it, alone', () => page.evaluate('window.heard'), [
      'Break. Lunch',
    ]);
    // The same text is read again.
    await tell(page, stateWith({ language: 'en', ...onBreak({ id: '4-0', message: 'Lunch' }) }));
    await untilEqual('the same words again', () => page.evaluate('window.heard.slice(1)'), [
      '',
      'Break. Lunch',
    ]);
  });

  it('does not announce a break again that gets more time in its last minute', async () => {
    const page = await meeting(onBreak({ message: 'Tea' }));
    const said = page.locator('[aria-live=assertive]');
    const says = async (state: Partial<State>) => {
      await tell(page, stateWith({ language: 'en', ...state }));
      await page.clock.runFor(1000);
      return said.textContent();
    };
    await untilEqual('the break', () => said.textContent(), 'Break. Tea');
    await page.clock.install();
    expect(await says(onBreak({ message: 'Tea', gone: 550 }))).toBe('One minute of the break is left.');
    await said.evaluate((one: { textContent: string }) => (one.textContent = ''));
    expect(await says(onBreak({ message: 'Tea', gone: 550, lasts: 900 }))).toBe('');
    expect(await says(onBreak({ message: 'Tea', gone: 850, lasts: 900 }))).toBe(
      'One minute of the break is left.',
    );
  });

  it("says its language, which is not always the page's", async () => {
    const page = await meeting({});
    await tell(page, stateWith({ ...onBreak(), language: 'ja' }));
    expect(await page.locator('kyukei-overlay').getAttribute('lang')).toBe('ja');
  });

  it('reports a break as seen, once', async () => {
    const page = await meeting(onBreak());
    await tell(page, stateWith({ language: 'en', ...onBreak() }));
    expect((await asked(page)).filter(({ type }) => type === 'shown')).toEqual([
      { type: 'shown', rest_id: '1-0' },
    ]);
  });

  it('sends the pressed action, and shows a refusal until another break begins', async () => {
    const page = await meeting(onBreak());
    await page.getByRole('button', { name: 'I’m away' }).click();
    expect(await commandsOf(page)).toEqual([{ name: 'answer', status: 'away' }]);
    await refuse(page, { code: 'unreachable', detail: '' });
    await page.getByRole('button', { name: 'I’m back' }).click();
    await page.getByRole('alert').filter({ hasText: 'The server could not be reached.' }).waitFor();
    await tell(page, stateWith({ language: 'en', ...onBreak({ id: '2-0' }) }));
    expect(await page.locator('.problem').textContent()).toBe('');
  });

  it("ignores clicks from the page's scripts", async () => {
    const page = await meeting(onBreak());
    await page.locator('#away').evaluate((button: { click(): void }) => button.click());
    expect(await commandsOf(page)).toEqual([]);
  });

  it('can be collapsed and expanded by keyboard, and keeps the focus', async () => {
    const page = await meeting(onBreak());
    await page.getByRole('button', { name: 'Make it small' }).focus();
    await page.keyboard.press('Enter');
    const pill = page.getByRole('button', { name: /Make it large/ });
    await expect(
      pill.evaluate((one: { matches(css: string): boolean }) => one.matches(':focus')),
    ).resolves.toBe(true);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Make it small' }).waitFor();
    await page.keyboard.press('Escape');
    await pill.waitFor();
  });

  it('can be moved by pointer and arrow keys, but never out of the window', async () => {
    const page = await meeting(onBreak());
    const host = page.locator('kyukei-overlay');
    const grip = page.locator('#grip');
    const [left, top] = await boxOf(grip);
    await page.mouse.move(left + 30, top + 20);
    await page.mouse.down();
    await page.mouse.move(left - 170, top + 120, { steps: 3 });
    await page.mouse.up();
    const moved = await boxOf(grip);
    expect(moved).toEqual([expect.closeTo(left - 200, 0), expect.closeTo(top + 100, 0)]);
    await grip.focus();
    for (let times = 0; times < 60; times++) await page.keyboard.press('ArrowLeft');
    expect((await boxOf(host))[0]).toBe(8);
  });

  async function boxOf(of: ReturnType<Page['locator']>): Promise<[number, number]> {
    const box = await of.boundingBox();
    if (!box) throw new Error('not on the page');
    return [box.x, box.y];
  }

  it('hides what is typed and pasted into it from the page', async () => {
    const page = await meeting(leader);
    await page.evaluate(`
      heard = [];
      for (const type of ['keydown', 'beforeinput', 'textInput', 'input', 'cut', 'paste'])
        addEventListener(type, ({ key, data }) => heard.push([type, key ?? data ?? null]), true);
    `);
    await page.locator('#small').click();
    const message = page.getByLabel('Message');
    await message.click();
    await page.keyboard.type('mute');
    await page.keyboard.press('Control+A');
    await page.keyboard.press('Control+X');
    await page.keyboard.press('Control+V');
    await page.keyboard.press('Control+V');
    await page.locator('#mute').focus();
    await page.keyboard.press('m');
    expect(await message.inputValue()).toBe('mutemute');
    expect(await page.evaluate('heard')).toEqual([['keydown', 'm']]);
  });

  it("is out of reach of the page's style sheets", async () => {
    const page = await meeting(onBreak());
    const look = () =>
      page.evaluate<string>(`(() => {
        const host = document.querySelector('kyukei-overlay');
        const { color, backgroundColor } = getComputedStyle(host.shadowRoot.querySelector('section'));
        const { opacity, display } = getComputedStyle(host);
        return [color, backgroundColor, opacity, display].join();
      })()`);
    const before = await look();
    await page.addStyleTag({
      content: `
        * { --ink: transparent !important; --paper: transparent !important }
        kyukei-overlay { opacity: 0 !important; display: none !important }
      `,
    });
    expect(await look()).toBe(before);
  });

  it('shows any message as plain text', async () => {
    const page = await meeting(onBreak({ message: '<img src=x onerror=alert(1)>' }));
    expect(await page.locator('.message').textContent()).toBe('<img src=x onerror=alert(1)>');
  });

  it('lets a leader work from the popup: a break with a message, the schedule, the end after a confirmation', async () => {
    const page = await popup(leader);
    await page.getByLabel('Message').fill('Tea');
    await page.getByRole('button', { name: '10 min', exact: true }).click();
    await page.locator('#plan summary').click();
    await page.getByLabel('Rhythm').selectOption('custom');
    await page.getByLabel('Length (min)').fill('0');
    await page.getByRole('button', { name: 'Set the schedule' }).click();
    await page.getByText('The interval is 1 to 480 minutes').waitFor();
    await page.getByLabel('Length (min)').fill('7');
    await page.getByRole('button', { name: 'Set the schedule' }).click();
    await page.getByRole('button', { name: 'End the meeting' }).click();
    await page.getByRole('button', { name: 'End it' }).click();
    expect(await commandsOf(page)).toEqual([
      { name: 'rest', minutes: 10, message: 'Tea' },
      { name: 'plan', plan: { every_minutes: 45, duration_minutes: 7, mode: 'suggest' } },
      { name: 'end' },
    ]);
  });

  it.each(['not_started', 'unknown'] as const)(
    'lets a leader without a key start a meeting that is %s, because the start may claim it',
    async (phase) => {
      const page = await popup({ ...leader, connection: 'refused', phase });
      await page.getByText('starting it may be enough').waitFor();
      await page.getByRole('button', { name: 'Start the meeting' }).click();
      expect(await commandsOf(page)).toEqual([{ name: 'start' }]);
      await tell(page, stateWith({ language: 'en', ...leader, connection: 'refused' }));
      expect(await page.locator('#end').isVisible()).toBe(false);
    },
  );

  it('keeps the focus in the popup near a button that disappears when it was pressed', async () => {
    const page = await popup(leader);
    await page.getByRole('button', { name: '10 min', exact: true }).focus();
    await page.keyboard.press('Enter');
    await tell(page, stateWith({ language: 'en', ...onBreak(), ...leader }));
    expect(await page.evaluate('document.activeElement.className')).toBe('part calls');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.id')).toBe('shorter');
  });

  it('shows nothing to press before the first state, and takes a link when there is no server yet', async () => {
    const context = await contextWith({});
    await installPages(context);
    const page = await context.newPage();
    await page.goto('http://extension.test/popup/popup.html');
    await page.locator('.header').waitFor();
    expect(await page.locator('main').isVisible()).toBe(false);
    await tell(page, stateWith({ language: 'en', server: '', meeting: null, connection: 'none' }));
    await page.getByLabel('Meeting URL or code').fill('https://kyukei.example/m/abc#token=x');
    await page.keyboard.press('Enter');
    expect(await commandsOf(page)).toEqual([
      { name: 'follow', meeting: 'https://kyukei.example/m/abc#token=x' },
    ]);
  });

  it('asks for permission to reach the server of a pasted link, unless another server is followed', async () => {
    const link = 'http://192.0.2.1:8000/m/abc#token=x';
    const pasted = async (server: string) => {
      const page = await popup({ server, meeting: null, found: null, connection: 'none' });
      await page.getByLabel('Meeting URL or code').fill(link);
      await page.keyboard.press('Enter');
      return (await asked(page)).slice(1);
    };
    const question = { origins: ['http://192.0.2.1/*'] };
    const command = { type: 'command', id: 1, command: { name: 'follow', meeting: link } };
    expect(await pasted('')).toEqual([question, command]);
    expect(await pasted('http://192.0.2.1:8000')).toEqual([question, command]);
    expect(await pasted('https://kyukei.example')).toEqual([command]);
  });

  it('offers to ask for permission to reach a server that does not answer', async () => {
    const page = await popup({});
    const allow = page.locator('#allow-server');
    expect(await allow.isVisible()).toBe(false);
    const now = Date.now();
    await page.clock.setFixedTime(now);
    await tell(page, stateWith({ language: 'en', connection: 'connecting', phase: 'unknown' }));
    expect(await allow.isVisible()).toBe(false);
    await page.clock.setFixedTime(now + 2000);
    await page.getByText('The server has not answered yet.').waitFor();
    await allow.click();
    await allow.waitFor({ state: 'hidden' });
    expect(await asked(page)).toContainEqual({ origins: ['https://kyukei.example/*'] });
  });

  it('lets a leader move the end of a break, undo that, and send an announcement', async () => {
    const page = await popup({ ...onBreak({ lasts: 600 }), ...leader, undo_until: Date.now() + 60_000 });
    await page.getByRole('button', { name: '−1 min' }).click();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.locator('#more summary').click();
    await page.getByLabel('Say something').fill('Lunch is at one');
    await page.keyboard.press('Enter');
    await page.getByLabel('Time at which the break ends').fill('11:30');
    await page.getByRole('button', { name: 'Until then' }).click();
    const sent = [
      { name: 'extend', seconds: -60 },
      { name: 'undo' },
      { name: 'announce', message: 'Lunch is at one' },
      { name: 'extend', until: '11:30' },
    ];
    await untilEqual('all commands', () => commandsOf(page), sent);
    await tell(page, stateWith({ language: 'en', ...onBreak({ lasts: 60, gone: 0 }), ...leader }));
    expect(await page.getByRole('button', { name: '−1 min' }).isVisible()).toBe(false);
    expect(await page.getByRole('button', { name: 'Undo' }).isVisible()).toBe(false);
  });

  it('calls a break until a time of day, with its message', async () => {
    const page = await popup(leader);
    await page.getByLabel('Message').fill('Tea');
    await page.locator('#more summary').click();
    await page.getByLabel('Time at which the break ends').fill('11:30');
    await page.getByRole('button', { name: 'Until then' }).click();
    expect(await commandsOf(page)).toEqual([{ name: 'rest', until: '11:30', message: 'Tea' }]);
  });

  it('shows an announcement, reads it to screen readers once, and lets the user close it', async () => {
    const page = await meeting({
      announcement: { id: '1-0', message: 'Lunch is at one', until: Date.now() + 120_000 },
    });
    const note = page.getByRole('region');
    await note.getByText('Lunch is at one').waitFor();
    expect(await page.locator('.stage').isVisible()).toBe(false);
    const said = page.locator('[aria-live=assertive]');
    await untilEqual('the announcement', () => said.textContent(), 'The leader says: Lunch is at one');
    await page.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('button', { name: /Open the break panel/ }).click();
    await page.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('button', { name: /Open the break panel/ }).waitFor();
  });

  it('lets a member ask for more time in a break with an end', async () => {
    const page = await meeting(onBreak());
    await page.getByRole('button', { name: 'I need more time' }).click();
    expect(await commandsOf(page)).toEqual([{ name: 'ask' }]);
    await tell(page, stateWith({ language: 'en', ...onBreak({ lasts: 0 }) }));
    expect(await page.locator('#ask').isVisible()).toBe(false);
  });

  it("follows a meeting from the popup, and asks for permission for the tab's site", async () => {
    const page = await popup({ meeting: null, found: null, connection: 'none', phase: 'unknown' });
    await page.getByLabel('Meeting URL or code').fill(' https://meet.google.com/abc-defg-hij ');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Allow' }).click();
    expect(await commandsOf(page)).toEqual([
      { name: 'follow', meeting: 'https://meet.google.com/abc-defg-hij' },
    ]);
    expect(await asked(page)).toContainEqual({ origins: ['https://*.zoom.us/*', 'https://*.zoom.com/*'] });
  });

  it('says at once that a second press of Change cancels the change', async () => {
    const page = await popup({});
    await page.getByRole('button', { name: 'Change', expanded: false }).click();
    expect(await page.getByLabel('Meeting URL or code').inputValue()).toBe('abc-defg-hij');
    await page.getByRole('button', { name: 'Cancel', expanded: true }).click();
    expect(await page.getByLabel('Meeting URL or code').isVisible()).toBe(false);
    expect(await page.getByRole('button', { name: 'Change', expanded: false }).isVisible()).toBe(true);
  });

  it('saves a server that answers, asks for permission for it, and reports one that does not answer', async () => {
    const page = await options();
    await page.route('http://192.0.2.1:8000/**', (route) => route.fulfill({ json: { status: 'healthy' } }));
    await page.route('https://nobody.example/**', (route) => route.abort());
    await page.getByLabel('Address of the server').fill('http://192.0.2.1:8000/m/abc-defg-hij');
    await page.getByRole('button', { name: 'Use this server' }).click();
    await page.getByText('Connected to the server.').waitFor();
    await page.getByText('This connection is not encrypted').waitFor();
    expect(await asked(page)).toContainEqual({ origins: ['http://192.0.2.1/*'] });
    expect(await page.evaluate('chrome.storage.local.get("settings")')).toEqual({
      settings: { server: 'http://192.0.2.1:8000' },
    });
    await page.getByLabel('Address of the server').fill('nobody.example');
    await page.getByRole('button', { name: 'Use this server' }).click();
    await page.getByText('No answer.').waitFor();
  });

  it('deletes the key when another server is entered, and keeps it for another page of the same one', async () => {
    const page = await options();
    await page.route('**/health', (route) => route.fulfill({ json: { status: 'healthy' } }));
    const use = async (server: string) => {
      await page.getByLabel('Address of the server').fill(server);
      await page.getByRole('button', { name: 'Use this server' }).click();
      await page.getByText('Connected to the server.').waitFor();
      const { settings } = await page.evaluate<{ settings: object }>('chrome.storage.local.get("settings")');
      return settings;
    };
    await use('kyukei.example');
    await page.getByLabel('Leader’s key').fill(' ｓｅｃｒｅｔ ');
    const same = { server: 'https://kyukei.example/team', key: 'secret' };
    expect(await use('https://kyukei.example/team/m/abc#token=x')).toEqual(same);
    expect(await use('https://other.example')).toEqual({ server: 'https://other.example', key: '' });
    expect(await page.getByLabel('Leader’s key').inputValue()).toBe('');
    // Another page of the extension has set another server and its key meanwhile.
    const theirs = { server: 'https://theirs.example', key: 'theirs' };
    await page.evaluate(`chrome.storage.local.set({ settings: ${JSON.stringify(theirs)} })`);
    expect(await use('https://other.example')).toEqual({ server: 'https://other.example', key: '' });
  });

  it('stores a key that was entered for another server only with that server', async () => {
    const kept = { settings: { server: 'https://kyukei.example', key: 'old' } };
    const page = await options({ kept });
    await page.route('**/health', (route) => route.fulfill({ json: { status: 'healthy' } }));
    const stored = () => page.evaluate('chrome.storage.local.get("settings")');
    await page.getByLabel('Address of the server').fill('https://other.example');
    await page.getByLabel('Leader’s key').fill('new');
    await page.getByLabel(/^Name/).focus();
    expect(await stored()).toEqual(kept);
    await page.getByRole('button', { name: 'Use this server' }).click();
    await page.getByText('Connected to the server.').waitFor();
    expect(await stored()).toEqual({ settings: { server: 'https://other.example', key: 'new' } });
    expect(await page.getByLabel('Leader’s key').inputValue()).toBe('new');
    await page.getByLabel('Leader’s key').fill('newer');
    await page.getByLabel(/^Name/).focus();
    await untilEqual('the next key', stored, { settings: { server: 'https://other.example', key: 'newer' } });
  });

  it("does not change an administrator's settings", async () => {
    const page = await options({ managed: { server: 'https://kyukei.example.com', chime: true } });
    expect(await page.getByLabel('Address of the server').isDisabled()).toBe(true);
    expect(await page.getByLabel('Address of the server').inputValue()).toBe('https://kyukei.example.com');
    expect(await page.getByLabel('Play a chime').isChecked()).toBe(true);
    expect(await page.getByLabel('Play a chime Set by your organisation.').isDisabled()).toBe(true);
  });
});
