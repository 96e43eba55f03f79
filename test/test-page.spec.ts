import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from './support/browser.js';
import { Cleanup } from './support/cleanup.js';
import { Service } from './support/service.js';
import { DEADLINE_MS } from './support/until.js';

describe('the test page, opened from disk', () => {
  const ending = new Cleanup('after all tests');
  const cleanup = new Cleanup();
  const complaints: string[] = [];
  let browser: Browser;
  let service: Service;

  beforeAll(async () => {
    [browser, service] = await Promise.all([launchBrowser(ending), Service.start(ending)]);
  });
  afterEach(() => expect(complaints.splice(0)).toEqual([]));

  async function open(server: string, meetingId = 'abc-defg-hij'): Promise<Page> {
    const page = await browser.newPage();
    cleanup.add(() => page.close());
    page.setDefaultTimeout(DEADLINE_MS);
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('dialog', (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('console', (message) => {
      // The browser's own line for any 4xx or refused connection; a page cannot keep it from being written.
      const network = message.text().startsWith('Failed to load resource');
      if (message.type() === 'error' && !network) complaints.push(message.text());
    });
    const query = new URLSearchParams({ server, meeting_id: meetingId });
    await page.goto(`${new URL('index.html', import.meta.url).href}?${query.toString()}`);
    return page;
  }

  const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
  const sees = (page: Page, text: string) => page.getByText(text).waitFor();
  const frame = (page: Page, text: string) => page.getByRole('listitem').filter({ hasText: text }).waitFor();
  const banner = (page: Page, text: string) => page.getByRole('alert').getByText(text).waitFor();

  it('connects, shows each frame, and shows a break as a banner until the meeting ends', async () => {
    const page = await open(service.url);
    await sees(page, '未接続 / Not connected');
    await press(page, '接続 / Connect');
    await frame(page, '"Connected to meeting"');
    await sees(page, '接続済み / Connected');

    await press(page, '開始 / Start');
    await frame(page, 'meeting_started');
    await press(page, '休憩 / Break');
    await banner(page, '休憩時間です');
    await page.getByLabel('Message').fill('お茶にしましょう');
    await page.keyboard.press('Enter');
    await banner(page, 'お茶にしましょう');
    const names = await page.getByRole('listitem').locator('b').allInnerTexts();
    expect(names.slice(0, 4)).toEqual(['message', 'rest_ended', 'message', 'meeting_started']);

    await press(page, '終了 / End');
    await frame(page, '"event":"meeting_ended"');
    await page.getByRole('alert').waitFor({ state: 'hidden' });
    await press(page, '切断 / Disconnect');
    await sees(page, '未接続 / Not connected');
  });

  it('shows answers, and the detail of a problem', async () => {
    const page = await open(service.url);
    await press(page, '開始 / Start');
    await sees(page, 'POST /api/meetings/abc-defg-hij/start → 200');
    await press(page, '状態 / State');
    await sees(page, '"rest_flg": false');
    await press(page, '稼働 / Health');
    await sees(page, '"status": "healthy"');

    await press(page, '終了 / End');
    await sees(page, '/end → 200');
    await press(page, '状態 / State');
    await sees(page, '/status → 404');
    await page.getByText(/^There is no meeting abc-defg-hij/).waitFor();
  });

  it('shows why it is refused', async () => {
    const page = await open(service.url, 'not an id');
    await press(page, '接続 / Connect');
    await sees(page, '終了 / Ended');
    await page.getByText(/^422: /).waitFor();
  });

  it('shows a hostile message as plain text', async () => {
    const hostile = '<img src=x onerror=alert(1)>';
    const page = await open(service.url);
    await press(page, '接続 / Connect');
    await page.getByLabel('Message').fill(hostile);
    await press(page, '休憩 / Break');
    await banner(page, hostile);
    await frame(page, hostile);
    expect(await page.locator('img').count()).toBe(0);
  });

  it('shows the goodbye of a server that stops, and reconnects', async () => {
    const stopping = await Service.start(cleanup);
    const page = await open(stopping.url);
    await press(page, '接続 / Connect');
    await sees(page, '接続済み / Connected');
    await stopping.stop('SIGTERM');
    await frame(page, '"shutting_down"');
    await sees(page, '再接続中… / Reconnecting');
  });

  it('reports that no server answers', async () => {
    const stopped = await Service.start(cleanup);
    await stopped.stop();
    const page = await open(stopped.url);
    await press(page, '接続 / Connect');
    await sees(page, '再接続中… / Reconnecting');
    await sees(page, 'The server cannot be reached');
    await press(page, '切断 / Disconnect');
    await press(page, '稼働 / Health');
    await sees(page, 'The server cannot be reached');
  });
});
