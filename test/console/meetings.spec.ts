import { describe, expect, it } from '@jest/globals';
import { get, post, put } from '../support/api.js';
import { startApp } from '../support/app.js';
import { violations } from '../support/axe.mjs';
import { Cleanup } from '../support/cleanup.js';
import { ConsolePages, online, press, sees } from '../support/console-pages.js';
import { ManualClock } from '../support/manual-clock.js';
import { Service } from '../support/service.js';
import { until } from '../support/until.js';

describe('the page of several meetings', () => {
  const cleanup = new Cleanup();
  const pages = new ConsolePages();

  it('shows the meetings of this browser and those in the address as they change, and calls a break in all', async () => {
    const { url } = await startApp(cleanup);
    await post(`${url}/api/meetings/one/start`);
    const page = await pages.leader(url, 'led-here');
    await page.goto(`${url}/console?id=one&id=two`);
    await online(page);
    expect(await page.locator('#cups h2').allInnerTexts()).toEqual(['one', 'two', 'led-here']);
    await page.locator('#cup-one').getByText('In the meeting').waitFor();
    await page.locator('#cup-two').getByText('Not started yet').waitFor();
    // A small cup with the same tea as the big one.
    expect(await page.evaluate("getComputedStyle(document.querySelector('#cup-one .tea')).position")).toBe(
      'absolute',
    );
    await post(`${url}/api/meetings/two/start`, { title: 'Weekly planning' });
    await page.locator('#cup-two').getByText('Weekly planning').waitFor();
    await post(`${url}/api/meetings/two/break-requests`, { client_id: 'one-member' });
    await page.locator('#cup-two').getByText('1 would like a break').waitFor();
    await press(page, '10 min');
    for (const id of ['one', 'two', 'led-here']) {
      await page.locator(`#cup-${id}`).getByText('Break', { exact: true }).waitFor();
      await until(
        'the break',
        async () => (await get(`${url}/api/meetings/${id}`)).body['phase'] === 'on_break',
      );
      await page
        .locator(`#cup-${id}`)
        .getByText(/^Until \d\d:\d\d$/)
        .waitFor();
    }
    await post(`${url}/api/meetings/one/end`);
    await page.locator('#cup-one').getByText('The meeting has ended').waitFor();
    await page.locator('#cup-one').getByText('1 break, 0 min. Thank you.').waitFor();
  });

  it('takes the break back in all, but nothing that somebody did since', async () => {
    const { url } = await startApp(cleanup);
    for (const id of ['mine', 'shared']) await post(`${url}/api/meetings/${id}/start`);
    const page = await online(await pages.open(`${url}/console?id=mine&id=shared`));
    const shows = (id: string, text: string) =>
      page.locator(`#cup-${id}`).getByText(text, { exact: true }).waitFor();
    await press(page, '10 min');
    for (const id of ['mine', 'shared']) await shows(id, 'Break');
    const { body } = await post(`${url}/api/meetings/shared/rest`, { duration_seconds: 3600 });
    await until('the other break on the page', async () =>
      /^(59|60):/.test(await page.locator('#cup-shared .clock').innerText()),
    );
    await press(page, 'Undo');
    await shows('mine', 'In the meeting');
    await shows('shared', 'Break');
    expect((await get(`${url}/api/meetings/shared`)).body['rest']).toMatchObject({
      rest_id: body['rest_id'],
    });
    await page.locator('#undo-bar').waitFor({ state: 'hidden' });
    expect(await page.locator('#problem').innerText()).toBe('');

    const shared = `${url}/api/meetings/shared`;
    const changes = [
      async () => {
        await post(`${shared}/rest/extend`, { seconds: 2400 });
        await until('the later end on the page', async () =>
          /^(49|50):/.test(await page.locator('#cup-shared .clock').innerText()),
        );
      },
      async () => {
        await put(`${shared}/schedule`, { every_minutes: 50, duration_minutes: 5 });
        // The page shows no schedule during a break, but members, and both come in one state.
        await pages.member(url, 'shared');
        await page.locator('#cup-shared').getByText('1 connected').waitFor();
      },
    ];
    for (const change of changes) {
      await post(`${shared}/resume`);
      await shows('shared', 'In the meeting');
      await press(page, '10 min');
      for (const id of ['mine', 'shared']) await shows(id, 'Break');
      await change();
      const theirs = (await get(shared)).body;
      await press(page, 'Undo');
      await shows('mine', 'In the meeting');
      const { rest, schedule } = (await get(shared)).body;
      expect({ rest, schedule }).toEqual({ rest: theirs['rest'], schedule: theirs['schedule'] });
    }

    // At once: the page may not have heard of its own break yet.
    await press(page, '15 min');
    await press(page, 'Undo');
    await until(
      'no break',
      async () => (await get(`${url}/api/meetings/mine`)).body['phase'] === 'in_progress',
    );

    await press(page, '5 min');
    await shows('mine', 'Break');
    await post(`${url}/api/meetings/shared/announcements`, { message: 'Hello' });
    await press(page, 'Undo');
    await sees(page, 'The break could not be taken back in: shared');
    await shows('mine', 'In the meeting');
  });

  it('calls no break in a meeting that is over, and removes it from the list', async () => {
    const clock = new ManualClock();
    const { url } = await startApp(cleanup, {}, clock);
    const old = `${url}/api/meetings/old`;
    await post(`${old}/start`);
    const page = await pages.leader(url, 'old');
    await page.locator('#day').waitFor();
    await post(`${old}/end`);
    // The service has forgotten the meeting, and cannot tell it from one that never began.
    clock.pass(25 * 3_600_000);
    expect((await get(`${old}/history`)).status).toBe(404);
    await page.goto(`${url}/console/new`);
    await online(page);
    await page.goto(`${url}/console`);
    await page.locator('#cup-old').getByText('The meeting has ended').waitFor();
    await page.locator('#cup-new').getByText('Not started yet').waitFor();
    await press(page, '10 min');
    await page.locator('#cup-new').getByText('Break', { exact: true }).waitFor();
    expect((await get(old)).body['phase']).not.toBe('on_break');
    expect(await page.locator('#problem').innerText()).toBe('');
    expect(await violations(page)).toEqual([]);

    const remove = page.getByRole('button', { name: 'Remove from the list', exact: true });
    await remove.nth(1).press('Enter');
    await page.locator('#cup-old').waitFor({ state: 'detached' });
    expect(await page.evaluate('document.activeElement.id')).toBe('cup-new');
    await page.reload();
    await online(page);
    expect(await page.locator('#cups h2').allInnerTexts()).toEqual(['new']);
    await remove.press('Enter');
    await sees(page, 'Meetings that you lead in this browser are listed here.');
    await page.getByRole('button', { name: '10 min' }).waitFor({ state: 'hidden' });
  });

  it('shows meetings that somebody else leads, and says what a restart has lost', async () => {
    const service = await Service.startReady(cleanup, { LEADER_AUTH: 'claim' });
    await post(`${service.url}/api/meetings/theirs/start`);
    const page = await pages.open(`${service.url}/console?id=theirs`);
    await page.locator('#cup-theirs').getByText('In the meeting').waitFor();
    await service.stop();
    await Service.startReady(cleanup, { LEADER_AUTH: 'claim', PORT: new URL(service.url).port });
    await page.locator('#cup-theirs').getByText('This meeting is gone').waitFor();
  });

  it('says what it is for when there is none', async () => {
    const { url } = await startApp(cleanup);
    const page = await pages.open(`${url}/console/`);
    await sees(page, 'Meetings that you lead in this browser are listed here.');
    expect(page.url()).toBe(`${url}/console`);
  });
});
