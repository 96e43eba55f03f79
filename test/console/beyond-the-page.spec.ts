import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { get, post, put } from '../support/api.js';
import { startApp } from '../support/app.js';
import { Cleanup } from '../support/cleanup.js';
import { ConsolePages, press, sees } from '../support/console-pages.js';
import { ManualClock } from '../support/manual-clock.js';
import { until } from '../support/until.js';
import { untilEqual } from '../support/until-equal.js';

const MINUTE = 60_000;

/** Counts and records the sounds that the page plays. */
const LISTEN = `
  const taps = [];
  const { connect } = AudioNode.prototype;
  AudioNode.prototype.connect = function (target) {
    if (target === this.context.destination) {
      taps.push(new AnalyserNode(this.context));
      connect.call(this, taps.at(-1));
    }
    return connect.call(this, target);
  };
  window.strokes = () => taps.length;
  window.loudest = () => Math.max(0, ...taps.flatMap((tap) => {
    const samples = new Float32Array(tap.fftSize);
    tap.getFloatTimeDomainData(samples);
    return [...samples].map(Math.abs);
  }));
`;

/** Records the page's notifications, and its wake locks from the moment of the request. */
const KEEP_LOCKS = `
  window.locks = [];
  const { request } = WakeLock.prototype;
  WakeLock.prototype.request = async function (type) {
    const at = window.locks.push({ released: 'asked for' }) - 1;
    return (window.locks[at] = await request.call(this, type));
  };
`;
const KEEP_NOTIFICATIONS = `
  window.notified = [];
  const { showNotification } = ServiceWorkerRegistration.prototype;
  ServiceWorkerRegistration.prototype.showNotification = function (title, options) {
    window.notified.push(title + ': ' + options.body);
    return showNotification.call(this, title, options);
  };
`;

const HIDE = "Object.defineProperty(document, 'hidden', { get: () => true })";

/** Sound, notifications and wake locks. */
describe('a break is signalled', () => {
  const cleanup = new Cleanup();
  const pages = new ConsolePages('full');

  const setting = async (page: Page, name: string) => {
    await page.getByText('Settings', { exact: true }).click();
    await page.getByLabel(name).check();
  };

  it('by a sound, if the user turned it on, also after a reload', async () => {
    const { url } = await startApp(cleanup);
    const member = await pages.member(url, 'chime', { script: LISTEN });
    const loudest = () => member.evaluate<number>('window.loudest()');
    await post(`${url}/api/meetings/chime/rest`, { message: 'unwanted' });
    await sees(member, 'unwanted');
    expect(await member.evaluate('window.strokes()')).toBe(0);

    await setting(member, 'Play a chime');
    await until('a first stroke', async () => (await loudest()) > 0.05);
    await member.reload();
    await member.locator('#label').click();
    await post(`${url}/api/meetings/chime/resume`);
    await sees(member, 'The break is over');
    await until('two strokes', async () => (await loudest()) > 0.05);
  });

  it('by a notification, if the user turned it on and the page is hidden', async () => {
    const { url } = await startApp(cleanup);
    const member = await pages.member(url, 'notify', {
      permissions: ['notifications'],
      script: KEEP_NOTIFICATIONS,
    });
    const shown = () =>
      member.evaluate<string[]>(
        `navigator.serviceWorker.getRegistration().then((worker) => worker?.getNotifications() ?? [])
          .then((all) => all.map(({ title, body }) => title + ': ' + body))`,
      );
    await setting(member, 'Show a notification');
    await member.evaluate('navigator.serviceWorker.ready.then(() => undefined)');
    await post(`${url}/api/meetings/notify/rest`, { message: 'while looking' });
    await sees(member, 'while looking');

    await member.evaluate(HIDE);
    await post(`${url}/api/meetings/notify/rest`, { message: 'while away' });
    await untilEqual('the break', shown, ['Break: while away']);
    await post(`${url}/api/meetings/notify/resume`);
    await untilEqual('its end, in its place', shown, ['The break is over: ']);
    // Nothing while somebody looked, nor of the break whose place another took.
    expect(await member.evaluate('window.notified')).toEqual(['Break: while away', 'The break is over: ']);

    const tab = await member.context().newPage();
    await tab.addInitScript(KEEP_NOTIFICATIONS);
    await tab.goto(member.url());
    await sees(tab, 'The break is over');
    await tab.evaluate(HIDE);
    await post(`${url}/api/meetings/notify/rest`, { message: 'in two tabs' });
    const notified = async () => {
      const both = [member, tab].map((page) => page.evaluate<string[]>('window.notified'));
      return (await Promise.all(both)).flat().slice(2);
    };
    for (const page of [member, tab]) {
      await sees(page, 'in two tabs');
      await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)');
    }
    await untilEqual('one notification', notified, ['Break: in two tabs']);
  });

  it('and the page explains why a notification is not possible', async () => {
    const { url } = await startApp(cleanup);
    const member = await pages.member(url, 'denied');
    await member.getByText('Settings', { exact: true }).click();
    await member.getByLabel('Show a notification').click();
    await sees(member, 'The browser’s settings do not allow notifications.');
    expect(await member.getByLabel('Show a notification').isChecked()).toBe(false);
  });

  it('on a screen that is kept awake', async () => {
    const { url } = await startApp(cleanup);
    const member = await pages.member(url, 'awake', { script: KEEP_LOCKS });
    const held = () => member.evaluate('window.locks.map(({ released }) => !released)');
    await sees(member, 'Not started yet');
    expect(await held()).toEqual([]);
    await post(`${url}/api/meetings/awake/rest`);
    await untilEqual('a lock', held, [true]);
    await post(`${url}/api/meetings/awake/resume`);
    await untilEqual('no lock', held, [false]);
    await post(`${url}/api/meetings/awake/rest`);
    await untilEqual('another', held, [false, true]);
  });

  it('when the schedule suggests it and a leader accepts', async () => {
    const clock = new ManualClock(Date.now());
    const { url } = await startApp(cleanup, {}, clock);
    const meeting = `${url}/api/meetings/suggest`;
    const leader = await pages.leader(url, 'suggest');
    const member = await pages.member(url, 'suggest');
    await press(leader, 'Start the meeting');
    await put(`${meeting}/schedule`, { preset: 'uk-hse' });
    await sees(leader, /in 50 min/);
    clock.pass(50 * MINUTE);
    await leader.locator('#suggestion').getByText('It is time for a break.').waitFor();
    await leader.locator('#said').getByText('It is time for a break.').waitFor();
    await leader.reload();
    await press(leader, 'Take 5 min now');
    await sees(member, 'Break');
    await sees(leader, '5:00');
    await leader.locator('#suggestion').waitFor({ state: 'hidden' });
  });

  it('after a tap on the button that says that the sound needs one', async () => {
    const { url } = await startApp(cleanup);
    const script = `${LISTEN}; for (const [name, value] of [['joined', 'yes'], ['chime', 'on']])
      localStorage.setItem('kyukei.' + name, value)`;
    const member = await pages.member(url, 'again', { script });
    await press(member, 'Turn the sound on');
    await member.locator('#sound-on').waitFor({ state: 'hidden' });
    await post(`${url}/api/meetings/again/rest`);
    await until('a stroke', async () => (await member.evaluate<number>('window.loudest()')) > 0.05);
    const other = await pages.member(url, 'again');
    expect(await other.locator('#sound-on').isVisible()).toBe(false);
  });

  it('in every way that a member chose on arrival, with one tap and one question', async () => {
    const { url } = await startApp(cleanup);
    await post(`${url}/api/meetings/join/start`);
    const member = await pages.member(url, 'join', { script: LISTEN, permissions: ['notifications'] });
    await member.getByLabel('Your name').fill('Aiko');
    await press(member, 'Join');
    await member.locator('#join').waitFor({ state: 'hidden' });
    await until('a first stroke', async () => (await member.evaluate<number>('window.loudest()')) > 0.05);
    await until('its choices', () =>
      member.evaluate<boolean>("['chime', 'notify'].every((id) => document.getElementById(id).checked)"),
    );
    await post(`${url}/api/meetings/join/rest`, { message: 'Tea' });
    await press(member, 'I’m away');
    const roster = async () => (await get(`${url}/api/meetings/join/roster`)).body['members'];
    await untilEqual('the answer', roster, [expect.objectContaining({ name: 'Aiko', status: 'away' })]);
    await post(`${url}/api/meetings/join/resume`);
    await member.reload();
    await sees(member, 'The break is over');
    expect(await member.locator('#join').isVisible()).toBe(false);
  });

  it('without a question in the way: members who join during a break are asked after it', async () => {
    const { url } = await startApp(cleanup);
    await post(`${url}/api/meetings/late/rest`, { message: 'Tea' });
    const member = await pages.member(url, 'late');
    await sees(member, 'Tea');
    expect(await member.locator('#join').isVisible()).toBe(false);
    await post(`${url}/api/meetings/late/resume`);
    await press(member, 'Not now');
    expect(await member.locator('#chime').isChecked()).toBe(false);
    await member.locator('#join').waitFor({ state: 'hidden' });
  });
});
