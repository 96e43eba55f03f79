import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import type * as Commands from '../../sdk/javascript/commands.js';
import { startApp } from '../support/app.js';
import { Cleanup } from '../support/cleanup.js';
import { scriptedServer } from '../support/scripted-server.js';

const { commands, getMeetings } = (await import(
  new URL('../../sdk/javascript/commands.js', import.meta.url).href
)) as typeof Commands;

describe("the JavaScript client's commands", () => {
  const cleanup = new Cleanup();

  it('lead a meeting from its start to its end, also at an address with a slash', async () => {
    const { url } = await startApp(cleanup);
    const meeting = commands(`${url}/`, 'abc');
    await meeting.startMeeting({ title: 'Review' });
    expect(await meeting.callBreak({ duration_seconds: 600 })).toMatchObject({ duration_seconds: 600 });
    expect(await meeting.extendBreak({ seconds: -60 })).toMatchObject({ duration_seconds: 540 });
    expect(await meeting.undoCommand({ by: 'Ann' })).toMatchObject({ undone_event: 'rest_extended' });
    expect(await meeting.requestBreak({ client_id: 'ann', kind: 'more_time' })).toMatchObject({ count: 1 });
    expect(await meeting.acknowledgeBreak({ client_id: 'ann', status: 'back' })).toMatchObject({
      members: { back: 1 },
    });
    await meeting.resumeMeeting();
    await meeting.setSchedule({ preset: 'uk-hse', by: 'Ann' });
    expect(await meeting.skipSchedule()).toMatchObject({ preset: 'uk-hse' });
    expect(await meeting.removeSchedule()).toMatchObject({ schedule: null });
    await meeting.sendAnnouncement({ message: 'Slides' });
    expect(await meeting.getMeeting()).toMatchObject({ phase: 'in_progress', title: 'Review' });
    expect((await getMeetings(`${url}/`, ['abc'])).meetings).toMatchObject([{ title: 'Review' }]);
    await meeting.endMeeting();
    await expect(meeting.getMeeting()).rejects.toMatchObject({ code: 'meeting_not_found' });
  });

  it('reach no other route through an id', async () => {
    const { url } = await startApp(cleanup);
    for (const id of ['../meetings/abc', 'abc#', 'abc?', 'a/b'])
      await expect(commands(url, id).startMeeting()).rejects.toMatchObject({ problem: { status: 422 } });
    expect((await getMeetings(url, ['abc'])).meetings).toEqual([{ meeting_id: 'abc', phase: 'not_started' }]);
  });

  it.each<[string, (request: IncomingMessage, response: ServerResponse) => unknown, object]>([
    ['a captive portal answers', (_, to) => to.writeHead(200).end('<html>'), { status: 200 }],
    ['a proxy answers', (_, to) => to.writeHead(502).end('<html>'), { status: 502 }],
    ['nobody answers', () => undefined, {}],
  ])('are said once more under the same key when %s, and then are unreachable', async (_, answer, status) => {
    const timeout = AbortSignal.timeout.bind(AbortSignal);
    AbortSignal.timeout = (ms) => timeout(ms / 50);
    cleanup.add(() => (AbortSignal.timeout = timeout));
    const keys: unknown[] = [];
    const server = await scriptedServer(cleanup, (request, response) => {
      keys.push(request.headers['idempotency-key']);
      answer(request, response);
    });
    await expect(commands(server, 'abc').callBreak()).rejects.toMatchObject({
      name: 'Refusal',
      code: 'unreachable',
      problem: { ...status, code: 'unreachable' },
    });
    expect([keys.length, new Set(keys).size]).toEqual([2, 1]);
  });
});
