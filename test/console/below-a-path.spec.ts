import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Proxy } from '../proxies/proxy.js';
import { post } from '../support/api.js';
import { startApp } from '../support/app.js';
import { Cleanup } from '../support/cleanup.js';
import { ConsolePages, online, press, sees } from '../support/console-pages.js';
import { until } from '../support/until.js';

const PUBLIC_URL = 'https://example.com/kyukei';

/**
 * Two nginx configurations for a path: the one of deploy/proxies/nginx.conf, and a common one that passes the
 * path on.
 */
describe.each([
  ['takes the path off', {}, '/'],
  ['passes the path on, which PUBLIC_URL names', { PUBLIC_URL }, ''],
])('below a path, behind a proxy that %s', (_, env, proxyPath) => {
  const cleanup = new Cleanup('after all tests');
  const pages = new ConsolePages();
  const notifying = new ConsolePages('full');
  /** The proxy's URL for browsers. Only `/kyukei/` exists there. */
  let host: string;
  let below: string;

  beforeAll(async () => {
    const app = await startApp(cleanup, env);
    const proxy = await Proxy.start(cleanup, 'nginx', [new URL(app.url).host], { proxyPath });
    // Browsers cannot connect to a Unix socket, so this port forwards to it.
    const door = createServer((socket) => {
      const inner = connect(proxy.http);
      socket.pipe(inner).pipe(socket);
      for (const end of [socket, inner])
        end.on('error', () => [socket, inner].forEach((one) => one.destroy()));
    }).listen(0, '127.0.0.1');
    cleanup.add(() => door.close());
    await once(door, 'listening');
    host = `http://localhost:${(door.address() as AddressInfo).port}`;
    below = `${host}/kyukei`;
  });

  it('the pages find their scripts, each other and the API, and a member hears the break', async () => {
    const welcome = await pages.open(`${below}/`);
    await welcome.locator('#light[data-state=good]').waitFor();
    await welcome.getByLabel(/code/i).fill('abc-defg-hij');
    await press(welcome, 'Start as leader');
    await welcome.waitForURL(`${below}/console/abc-defg-hij`);
    const leader = await online(welcome);
    await press(leader, 'Start the meeting');
    const member = await pages.member(below, 'abc-defg-hij');
    await press(leader, '5 min');
    await sees(member, 'Break');
    await member.getByRole('link', { name: '休憩 Kyukei, home page' }).click();
    await member.waitForURL(`${below}/`);
  });

  it('the link for members includes the path, outside the page too', async () => {
    const leader = await pages.leader(below, 'share');
    const link = leader.getByLabel('Link for members', { exact: true });
    await link.waitFor();
    expect(await link.inputValue()).toBe(`${'PUBLIC_URL' in env ? PUBLIC_URL : below}/m/share`);
  });

  it('a mistyped address redirects to the first page below the path', async () => {
    const page = await pages.open(`${below}/m/not%20a%20code`);
    expect(page.url()).toBe(`${below}/?refused=not%20a%20code`);
    await page.locator('#light[data-state=good]').waitFor();
  });

  it('every page is there, and an unknown address leads home', async () => {
    for (const path of ['wall/abc', 'console', 'console/']) {
      const page = await pages.open(`${below}/${path}`);
      await page.locator('#light[data-state=good]').waitFor();
    }
    const unknown = await pages.open(`${below}/no/such/page`);
    await unknown.getByRole('heading', { name: 'There is no page here' }).waitFor();
    await unknown.getByRole('link', { name: 'Go to the first page' }).click();
    await unknown.waitForURL(`${below}/`);
  });

  it('notifications use a service worker below the path', async () => {
    const member = await notifying.member(below, 'worker', { permissions: ['notifications'] });
    await member.locator('.settings summary').click();
    await member.locator('#notify').check();
    const scope = 'navigator.serviceWorker.getRegistration().then((one) => one?.scope)';
    expect(await until('a worker', () => member.evaluate(scope))).toBe(`${below}/m/`);
  });

  it.each(['/docs', '/docs/'])('"Try it out" of %s calls the service', async (path) => {
    const page = await pages.open(below + path);
    await page
      .locator('#operations-health-getHealth summary, #operations-health-getHealth button')
      .first()
      .click();
    await page.getByRole('button', { name: 'Try it out' }).click();
    const answer = page.waitForResponse(`${below}/health`);
    await page.getByRole('button', { name: 'Execute' }).click();
    expect((await answer).status()).toBe(200);
  });

  it('the service answers the address without its trailing slash too', async () => {
    const page = await pages.open(below);
    expect(page.url()).toBe(`${below}/`);
  });

  it('the service serves nothing outside the path', async () => {
    expect((await fetch(`${host}/health`)).status).toBe(404);
    expect((await post(`${below}/api/meetings/abc/start`)).status).toBe(200);
  });
});
