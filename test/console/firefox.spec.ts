import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { get } from '../support/api.js';
import { startApp } from '../support/app.js';
import { Cleanup } from '../support/cleanup.js';
import { Service } from '../support/service.js';
import { until } from '../support/until.js';

const DEADLINE_MS = 30_000;

/** A second browser is slow on a machine with two cores and other tests. */
jest.setTimeout(120_000);

/**
 * The main journeys in Debian's Firefox over WebDriver BiDi. The other specs test every state in Chromium.
 */
describe('the console in Firefox', () => {
  const cleanup = new Cleanup('after all tests');
  const complaints: string[] = [];
  let browser: Browser;
  let stopping: Service;

  beforeAll(async () => {
    const launch = puppeteer.launch({
      browser: 'firefox',
      executablePath: process.env['FIREFOX'] || '/usr/bin/firefox-esr',
      extraPrefsFirefox: { 'intl.accept_languages': 'en-GB, en' },
    });
    cleanup.add(async () => (await launch).close());
    [browser, stopping] = await Promise.all([launch, Service.startReady(cleanup)]);
  });

  /** Opens a page for another person. */
  async function open(address: string): Promise<Page> {
    const page = await (await browser.createBrowserContext()).newPage();
    page.setDefaultTimeout(DEADLINE_MS);
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.goto(address);
    return page;
  }

  const sees = (page: Page, text: string) => page.locator(`::-p-text(${text})`).wait();
  /**
   * Brings the page to the front, because Firefox does not draw pages behind others, and an undrawn button
   * cannot be pressed.
   */
  const press = async (page: Page, id: string) => {
    await page.bringToFront();
    await page.waitForSelector(`#${id}`, { visible: true });
    await page.click(`#${id}`);
  };
  const online = (page: Page) => page.locator('#light[data-state=good]').wait();

  it('a leader starts from the first page, and a member hears the break and answers it', async () => {
    const { url } = await startApp(cleanup);
    const leader = await open(url);
    await leader.locator('#code').fill('abc-defg-hij');
    await Promise.all([leader.waitForNavigation(), press(leader, 'lead')]);
    await online(leader);
    const member = await open(`${url}/m/abc-defg-hij`);
    await online(member);
    await press(leader, 'start');
    await member.locator('#join-name').fill('Aiko');
    await press(member, 'join-later');
    await press(leader, 'rest-5');
    await press(member, 'away');
    await until('the answer', () => leader.$eval('#count-away', ({ textContent }) => textContent === '1'));
    const wall = await open(`${url}/wall/abc-defg-hij`);
    await sees(wall, '0 of 1 back');
    await press(leader, 'longer-1');
    await sees(leader, '+1 min → until');
    await press(leader, 'undo');
    await sees(leader, 'The last command was taken back');
    await press(leader, 'resume');
    await sees(member, 'The break is over');
    await press(leader, 'end');
    await press(leader, 'end-yes');
    await sees(member, 'The meeting has ended');
    expect((await get(`${url}/api/meetings/abc-defg-hij`)).status).toBe(404);
    expect(complaints).toEqual([]);
  });

  it('another device leads by a code, and an unknown address leads home', async () => {
    const { url } = await startApp(cleanup, { LEADER_AUTH: 'claim' });
    const leader = await open(`${url}/console/abc`);
    await press(leader, 'rest-5');
    await press(leader, 'handover');
    const link = await leader
      .locator('#handover-link')
      .map((field) => (field as unknown as { value: string }).value)
      .wait();
    const other = await open(link);
    await online(other);
    expect(other.url()).toBe(`${url}/console/abc`);
    await press(other, 'longer-1');
    await sees(leader, '+1 min → until');
    await other.goto(`${url}/no/such/page`);
    await sees(other, 'There is no page here');
    await Promise.all([other.waitForNavigation(), other.locator('.elsewhere').click()]);
    await sees(other, 'Breaks for your meeting.');
    expect(complaints).toEqual([]);
  });

  it('the offline page stands in for a page that cannot be loaded, with its styles', async () => {
    // A separate context is a private window, in which Firefox 140 has no service workers.
    const page = await browser.newPage();
    await page.goto(`${stopping.url}/m/abc`);
    await online(page);
    await until('a worker', () =>
      page.evaluate(
        'navigator.serviceWorker.getRegistration().then((one) => one?.active?.state === "activated")',
      ),
    );
    await stopping.stop();
    await page.reload();
    await sees(page, 'The server cannot be reached');
    expect(await page.evaluate("getComputedStyle(document.querySelector('main')).display")).toBe('grid');
  });
});
