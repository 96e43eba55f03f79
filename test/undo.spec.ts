import { beforeEach, describe, expect, it } from '@jest/globals';
import { call, get, post, put, type Answer } from './support/api.js';
import { startMeeting, stores } from './support/app.js';
import { Cleanup } from './support/cleanup.js';
import type { ManualClock } from './support/manual-clock.js';
import { Member } from './support/member.js';

describe.each(stores)('undo, %s', (store) => {
  const cleanup = new Cleanup();
  let clock: ManualClock;
  let meeting: string;
  let url: string;

  beforeEach(async () => {
    ({ clock, meeting, url } = await startMeeting(cleanup, store));
  });

  const undo = (body?: object) => post(`${meeting}/undo`, body);
  const join = (query = '') => Member.join(cleanup, url, 'abc', query);

  /** The data that an undo must restore: everything except for the time and the cursor. */
  const lasting = async () => {
    const all = await Promise.all([get(meeting), get(`${meeting}/history`)]);
    return all.map(({ status, body }) => [status, { ...body, server_time: '', cursor: '' }]);
  };

  const refused = { status: 409, body: { code: 'nothing_to_undo' } };

  const timed = () => post(`${meeting}/rest`, { message: 'tea', duration_seconds: 600 });

  it.each<[string, () => Promise<unknown>, () => Promise<Answer>]>([
    ['a start', () => Promise.resolve(), () => post(`${meeting}/start`)],
    ['a start during a break', timed, () => post(`${meeting}/start`)],
    ['a break', () => post(`${meeting}/start`), timed],
    ['a break that started the meeting', () => Promise.resolve(), timed],
    ['a break in place of another', timed, () => post(`${meeting}/rest`)],
    ['the end of a break', timed, () => post(`${meeting}/resume`)],
    ['a longer break', timed, () => post(`${meeting}/rest/extend`, { seconds: 60 })],
    ['a plan', () => post(`${meeting}/start`), () => put(`${meeting}/schedule`, { preset: 'uk-hse' })],
  ])('takes back %s', async (_, before, command) => {
    await before();
    clock.pass(1000);
    const was = await lasting();
    expect((await command()).status).toBe(200);
    expect(await undo()).toMatchObject({ status: 200, body: { message: 'Command undone' } });
    expect(await lasting()).toEqual(was);
    expect(await undo()).toMatchObject(refused);
  });

  it('undoes changes of the plan', async () => {
    await post(`${meeting}/start`);
    await put(`${meeting}/schedule`, { preset: 'uk-hse' });
    for (const command of ['snooze', 'skip']) {
      const was = await lasting();
      await post(`${meeting}/schedule/${command}`);
      await undo();
      expect(await lasting()).toEqual(was);
    }
    const was = await lasting();
    await call('DELETE', `${meeting}/schedule`);
    await undo();
    expect(await lasting()).toEqual(was);
  });

  it('is sent to members, followed by the state', async () => {
    await post(`${meeting}/start`);
    const member = await join('&client_id=ann');
    await timed();
    const { cursor } = await member.hears('message');
    const { body } = await undo();
    expect(body).toEqual({
      message: 'Command undone',
      meeting_id: 'abc',
      undone_event: 'rest_required',
      undone_id: cursor,
      server_time: '2025-10-17T10:30:00.000Z',
    });
    expect((await member.hears('undone')).data).toEqual({
      event: 'undone',
      meeting_id: 'abc',
      timestamp: '2025-10-17T10:30:00.000Z',
      undone_event: 'rest_required',
      undone_id: cursor,
    });
    expect((await member.hears('state', 2)).data).toMatchObject({ phase: 'in_progress', resync: false });
    // A client that resumes gets the same, and so does one that polls.
    const again = await join(`&last_event_id=${cursor}`);
    await again.hears('undone');
    expect((await again.hears('state')).data).toMatchObject({ phase: 'in_progress', resync: false });
    const { body: log } = await get(`${meeting}/events?after=${cursor}`);
    expect(log['events']).toMatchObject([{ event: 'undone', undone_id: cursor }]);
  });

  it('is possible for 10 seconds', async () => {
    await timed();
    clock.pass(10_001);
    expect(await undo()).toMatchObject(refused);
    await post(`${meeting}/resume`);
    clock.pass(10_000);
    expect((await undo()).status).toBe(200);
  });

  it('is not possible when something else happened since', async () => {
    expect(await undo()).toMatchObject(refused);
    await timed();
    await post(`${meeting}/end`);
    expect(await undo()).toMatchObject(refused);
    await post(`${meeting}/rest`, { duration_seconds: 10 });
    clock.pass(10_000);
    // The end of the break is due, so it is logged before the undo is decided.
    expect(await undo()).toMatchObject(refused);
  });

  it('skips commands that changed nothing', async () => {
    await post(`${meeting}/start`);
    await post(`${meeting}/resume`);
    expect((await undo()).body).toMatchObject({ undone_event: 'meeting_started' });
  });

  it('drops the answers to a break that it takes back, and is possible after `all_back`', async () => {
    await timed();
    const { rest_id } = (await get(meeting)).body['rest'] as { rest_id: string };
    await join('&client_id=ann');
    await post(`${meeting}/rest`, { message: 'wrong button' });
    expect((await post(`${meeting}/rest/ack`, { client_id: 'ann', status: 'back' })).status).toBe(200);
    expect((await undo()).status).toBe(200);
    expect((await get(meeting)).body).toMatchObject({
      rest: { rest_id },
      members: { seen: 0, away: 0, back: 0 },
    });
    expect((await get(`${meeting}/roster`)).body).toMatchObject({ rest_id, members: [] });
    const answer = await post(`${meeting}/rest/ack`, { client_id: 'ann', status: 'seen' });
    expect(answer.body).toMatchObject({ rest_id, members: { seen: 1, back: 0 } });
  });

  it('restores a timed break, which then ends by itself', async () => {
    const member = await join();
    await timed();
    clock.pass(595_000);
    await post(`${meeting}/resume`);
    clock.pass(9_000);
    await undo();
    expect((await member.hears('rest_ended', 2)).data).toMatchObject({
      reason: 'timer',
      timestamp: '2025-10-17T10:40:00.000Z',
    });
    expect((await get(meeting)).body).toMatchObject({ phase: 'in_progress' });
  });

  describe('of a plan by the clock', () => {
    const PLANNED = '2025-10-17T10:35:00.000Z';
    const plan = { at: ['10:35'], time_zone: 'UTC', duration_minutes: 10, mode: 'auto', warn_seconds: 0 };
    /**
     * Gives a command before the planned break, and undoes it after the break was due, within ten seconds.
     */
    const around = async (command: () => Promise<Answer>) => {
      clock.pass(295_000);
      expect((await command()).status).toBe(200);
      clock.pass(9_000);
      expect((await undo()).status).toBe(200);
    };
    const begun = async () =>
      ((await get(`${meeting}/events`)).body['events'] as Record<string, unknown>[]).flatMap((notice) =>
        notice['event'] === 'rest_required' && notice['message_code'] === 'default'
          ? [notice['timestamp']]
          : [],
      );

    beforeEach(async () => {
      await post(`${meeting}/start`);
      await put(`${meeting}/schedule`, plan);
    });

    it.each<[string, () => Promise<Answer>]>([
      ['skipped', () => post(`${meeting}/schedule/skip`)],
      ['put off', () => post(`${meeting}/schedule/snooze`)],
      ['removed', () => call('DELETE', `${meeting}/schedule`)],
      ['replaced by another break', () => post(`${meeting}/rest`, { message: 'tea' })],
    ])(
      'begins the break that was %s, once, as planned, when its time passed meanwhile',
      async (_, command) => {
        await around(command);
        expect((await get(meeting)).body).toMatchObject({
          phase: 'on_break',
          rest: { started_at: PLANNED, ends_at: '2025-10-17T10:45:00.000Z' },
        });
        expect(await begun()).toEqual([PLANNED]);
        clock.pass(600_000);
        expect((await get(meeting)).body).toMatchObject({ phase: 'in_progress' });
        expect(await begun()).toEqual([PLANNED]);
      },
    );

    it('brings back the plan as it was before a start or another plan', async () => {
      const was = await lasting();
      for (const command of [
        () => post(`${meeting}/start`),
        () => put(`${meeting}/schedule`, { ...plan, at: ['09:00', '18:30'], time_zone: 'Asia/Kathmandu' }),
      ]) {
        await command();
        expect((await undo()).status).toBe(200);
        expect(await lasting()).toEqual(was);
      }
      expect((await get(meeting)).body).toMatchObject({ next_rest_at: PLANNED, schedule: { at: ['10:35'] } });
    });

    it('is not possible once a planned break has begun', async () => {
      clock.pass(295_000);
      await post(`${meeting}/start`, { title: 'now' });
      clock.pass(6_000);
      expect(await undo()).toMatchObject(refused);
      expect(await begun()).toEqual([PLANNED]);
    });
  });

  it('is done once under one key', async () => {
    await post(`${meeting}/start`);
    await timed();
    const headers = { 'Idempotency-Key': 'k' };
    const first = await call('POST', `${meeting}/undo`, undefined, headers);
    expect(first.status).toBe(200);
    clock.pass(60_000);
    expect((await call('POST', `${meeting}/undo`, undefined, headers)).body).toEqual(first.body);
  });
});
