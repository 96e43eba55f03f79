import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { post } from '../support/api.js';
import { violations } from '../support/axe.mjs';
import { Cleanup } from '../support/cleanup.js';
import { ConsolePages, online, sees } from '../support/console-pages.js';
import { Service } from '../support/service.js';
import { until } from '../support/until.js';

const OFFLINE = 'The server cannot be reached';

/** The worker that controls the page. */
const workerOf = async (page: Page) => {
  const scope =
    'navigator.serviceWorker.getRegistration().then((one) => one?.active?.state === "activated" && one.scope)';
  return until('a worker', () => page.evaluate<string | false | undefined>(scope));
};

describe('the offline page', () => {
  const cleanup = new Cleanup();
  const pages = new ConsolePages();

  it.each(['m', 'console', 'wall'])(
    'stands in for /%s/… while the service is away, and disappears by itself',
    async (kind) => {
      const service = await Service.startReady(cleanup);
      const { port } = new URL(service.url);
      const page = await online(await pages.open(`${service.url}/${kind}/abc`));
      expect(await workerOf(page)).toBe(`${service.url}/${kind}/`);
      await service.stop();
      await page.reload();
      await sees(page, OFFLINE);
      expect(page.url()).toBe(`${service.url}/${kind}/abc`);
      expect(await violations(page)).toEqual([]);
      // The page has its styles and reports no error.
      expect(await page.evaluate("getComputedStyle(document.querySelector('main')).display")).toBe('grid');
      const again = await Service.startReady(cleanup, { PORT: port });
      await post(`${again.url}/api/meetings/abc/rest`, { message: 'Tea' });
      await online(page);
      await sees(page, 'Tea');
    },
  );

  it('caches its own files, and nothing of the API or of the pages', async () => {
    const service = await Service.startReady(cleanup);
    await post(`${service.url}/api/meetings/abc/rest`, { message: 'Tea' });
    const page = await online(await pages.open(`${service.url}/console/abc`));
    await workerOf(page);
    await page.reload();
    await online(page);
    const kept = await page.evaluate<
      string[]
    >(`caches.keys().then((names) => Promise.all(names.map(async (name) =>
      (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname)))).then((all) => all.flat())`);
    expect(kept.map((path) => path.replace(/^\/console-assets\/[\w-]+\//, '')).sort()).toEqual([
      ...['css/base.css', 'css/notice.css', 'css/tokens.css', 'js/offline.js', 'offline.html'],
    ]);
  });

  it('never replaces an answer of the service, whatever its status', async () => {
    const service = await Service.startReady(cleanup);
    const page = await online(await pages.open(`${service.url}/m/abc`));
    await workerOf(page);
    await page.reload();
    await online(page);
    const answer = await page.goto(`${service.url}/m/not/here`);
    expect(answer?.status()).toBe(404);
    await sees(page, 'There is no page here');
    // The worker does not handle other addresses.
    await service.stop();
    await expect(page.goto(`${service.url}/docs`)).rejects.toThrow('ERR_CONNECTION_REFUSED');
  });
});
