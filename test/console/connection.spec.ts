import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { Link } from '../chaos/world/link.js';
import { Teardown } from '../chaos/world/teardown.js';
import { post } from '../support/api.js';
import { startApp, startOnRedis } from '../support/app.js';
import { Cleanup } from '../support/cleanup.js';
import { clock, ConsolePages, online, press, sees } from '../support/console-pages.js';
import { RedisServer } from '../support/redis-server.js';
import { Service } from '../support/service.js';
import { until } from '../support/until.js';
import { untilEqual } from '../support/until-equal.js';

describe('the pages, when the connection fails', () => {
  const cleanup = new Cleanup();
  const pages = new ConsolePages();

  it('say so, and show the current state when the network is back', async () => {
    const service = await startApp(cleanup);
    const links = new Teardown();
    cleanup.add(() => links.run());
    let connected = true;
    const { hostname: host, port } = new URL(service.url);
    const link = await Link.open(links, () => (connected ? { host, port: Number(port) } : undefined));
    const member = await pages.member(link.url, 'net');
    await post(`${service.url}/api/meetings/net/rest`, { message: 'before' });
    await sees(member, 'before');

    connected = false;
    link.cutNow();
    await sees(member, 'Reconnecting…');
    await post(`${service.url}/api/meetings/net/rest`, { message: 'meanwhile', duration_seconds: 600 });
    connected = true;
    await sees(member, 'meanwhile');
    await online(member);
    expect(await clock(member)).toBeGreaterThan(570);
  });

  it('open a new stream when the old one is silent for too long, as after sleep', async () => {
    const service = await startApp(cleanup);
    const links = new Teardown();
    cleanup.add(() => links.run());
    const { hostname: host, port } = new URL(service.url);
    const link = await Link.open(links, () => ({ host, port: Number(port) }));
    // The page has a clock of its own, so that the test need not wait 25 s.
    const member = await pages.open(`${link.url}/api/time`);
    await member.clock.install();
    await member.goto(`${link.url}/m/silent`);
    await online(member);
    link.silence('down');
    await post(`${service.url}/api/meetings/silent/rest`, { message: 'unheard' });
    const again = member.waitForRequest(/api\/sse\/events/);
    await member.clock.fastForward(26_000);
    await again;
    link.heal('down');
    await sees(member, 'unheard');
  });

  it('say so when the service crashes, and that the break should be over; and reconnect by themselves', async () => {
    const service = await Service.start(cleanup);
    // The pages have a clock of their own, so that the test need not wait for two heartbeats or the end of
    // the break. The clock stops once they are online: how long the service was silent must not depend on the
    // speed of this machine.
    const open = async (path: string) => {
      const page = await pages.open(`${service.url}/api/time`);
      await page.clock.install();
      await page.goto(service.url + path);
      await online(page);
      await page.clock.pauseAt((await page.evaluate<number>('Date.now()')) + 10_000);
      return page;
    };
    const both = [await open('/console/stopped'), await open('/m/stopped')];
    const all = [...both, await open('/console?id=stopped')];
    await post(`${service.url}/api/meetings/stopped/rest`, { message: 'Tea', duration_seconds: 60 });
    for (const page of both) await sees(page, 'Tea');
    for (const page of all) await sees(page, 'Break');

    service.process.kill('SIGSTOP');
    cleanup.add(() => service.process.kill('SIGCONT'));
    for (const page of all) await page.clock.fastForward(19_000);
    for (const page of all) expect(await page.locator('#light').getAttribute('data-state')).toBe('good');
    for (const page of all) await page.clock.fastForward(51_000);
    for (const page of all) {
      await sees(page, 'Reconnecting…');
      await sees(page, 'last heard 70 sec ago');
      await sees(page, 'The break should be over: go back.');
    }
    for (const page of both) expect(await clock(page)).toBe(0);
    for (const page of all) await page.clock.fastForward(2 * 3_600_000);
    for (const page of all) await sees(page, 'last heard 2 hr 1 min ago');
    service.process.kill('SIGCONT');
    for (const page of all) {
      await page.clock.resume();
      await online(page);
      await page.locator('#last-heard').waitFor({ state: 'hidden' });
    }
  });

  it('load what they need only later when the network is back', async () => {
    const { url } = await startApp(cleanup);
    await post(`${url}/api/meetings/late/start`);
    /** The first request for each of these files fails. */
    const failOnce = async (page: Page, files: RegExp) => {
      const failed = new Set<string>();
      await page.route(files, (route, request) => {
        if (failed.has(request.url())) return route.continue();
        failed.add(request.url());
        return route.abort();
      });
      return failed;
    };
    const leader = await pages.open(`${url}/api/time`);
    const failed = await failOnce(leader, /\/(en|day-parts|uqr|curl-lines|handover)\.js$/);
    await leader.goto(`${url}/console/late`);
    await online(leader);
    await leader.locator('#curl summary').click();
    await sees(leader, /^Breaks: 0, together/);
    await leader.getByRole('img', { name: 'QR code of the link for members' }).waitFor();
    await sees(leader, /^curl -X POST/);
    await press(leader, 'Lead from another device');
    await sees(leader, 'The server could not be reached. Try again.');
    await press(leader, 'Lead from another device');
    await leader.getByRole('dialog', { name: 'Lead from another device' }).waitFor();
    expect(failed.size).toBe(5);

    const member = await pages.member(url, 'late');
    await failOnce(member, /\/(wall\.css|ja\.js)$/);
    await member.getByRole('combobox', { name: 'Language' }).selectOption('日本語');
    await member.keyboard.press('f');
    await member.locator('#problem:not(:empty)').waitFor();
    await sees(member, '会議中');
    await member.locator('#stage').press('f');
    await member.locator('body.wall').waitFor();
  });

  it('say that they did not load, instead of staying empty, if a script is missing', async () => {
    const { url } = await startApp(cleanup);
    const page = await pages.open('about:blank');
    await page.route('**/js/header.js', (route) => route.abort());
    for (const path of ['/', '/console', '/console/abc', '/m/abc', '/wall/abc']) {
      await page.goto(url + path);
      const line = () =>
        page.evaluate<string>(
          "(({ content, visibility }) => visibility + content)(getComputedStyle(document.querySelector('header'), '::after'))",
        );
      expect([path, await line()]).toEqual([path, expect.stringMatching(/^hidden.*did not load/)]);
      await page.evaluate('document.getAnimations().forEach((one) => one.finish())');
      expect([path, await line()]).toEqual([path, expect.stringMatching(/^visible.*did not load/)]);
    }
    await page.unroute('**/js/header.js');
    await page.reload();
    await online(page);
  });

  it('keep the current break across a restart of the server', async () => {
    const redis = await RedisServer.start(cleanup);
    const service = await Service.startReady(cleanup, redis.env);
    const leader = await pages.leader(service.url, 'restart');
    const member = await pages.member(service.url, 'restart');
    await press(leader, '10 min');
    await until('the break', async () => (await clock(member)) > 590);

    await service.stop('SIGTERM');
    await sees(leader, 'Reconnecting…');
    await sees(member, 'Reconnecting…');
    expect(await clock(member)).toBeGreaterThan(570);
    await Service.start(cleanup, { ...redis.env, PORT: new URL(service.url).port });
    await Promise.all([online(leader), online(member)]);
    await press(leader, 'End the break');
    await sees(member, 'The break is over');
    await untilEqual('the log', () => leader.locator('#activity > li').count(), 3);
  });

  it('say that breaks may be late while the store is away', async () => {
    const { redis, url } = await startOnRedis(cleanup);
    const member = await pages.member(url, 'store');
    const welcome = await pages.open(url);
    await redis.kill();
    await sees(member, 'The server is having trouble: breaks may be late');
    await welcome.reload();
    await sees(welcome, 'Running, but the storage cannot be reached');
    await redis.run();
    await online(member);
  });
});
