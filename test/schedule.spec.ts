import { beforeEach, describe, expect, it } from '@jest/globals';
import { get, post, put, remove } from './support/api.js';
import { startMeeting, stores } from './support/app.js';
import { Cleanup } from './support/cleanup.js';
import type { ManualClock } from './support/manual-clock.js';
import { Member } from './support/member.js';

const time = (minutes: number) => new Date(Date.UTC(2025, 9, 17, 10, 30) + minutes * 60_000).toISOString();
const MINUTE = 60_000;

describe.each(stores)('planned breaks, %s', (store) => {
  const cleanup = new Cleanup();
  let clock: ManualClock;
  let meeting: string;
  let url: string;

  beforeEach(async () => {
    ({ clock, meeting, url } = await startMeeting(cleanup, store));
    await post(`${meeting}/start`);
  });

  const plan = (body: object) => put(`${meeting}/schedule`, body);
  const join = () => Member.join(cleanup, url, 'abc');

  it('exist only if a leader sets them', async () => {
    expect((await get(meeting)).body).toMatchObject({ schedule: null, next_rest_at: null });
    const schedule = {
      every_minutes: 50,
      duration_minutes: 5,
      mode: 'auto',
      warn_seconds: 30,
      language: 'ja',
    };
    expect(await plan({ preset: 'uk-hse', mode: 'auto', warn_seconds: 30 })).toMatchObject({
      status: 200,
      body: {
        message: 'Schedule changed',
        meeting_id: 'abc',
        schedule,
        next_rest_at: time(50),
        snoozes_left: 2,
        server_time: time(0),
      },
    });
    expect((await get(meeting)).body).toMatchObject({ schedule, next_rest_at: time(50) });
    expect((await remove(`${meeting}/schedule`)).body).toMatchObject({ schedule: null, next_rest_at: null });
    expect((await remove(`${meeting}/schedule`)).status).toBe(200);
  });

  it.each([
    ['jp-mhlw', 60, 10],
    ['uk-hse', 50, 5],
    ['brain-break', 30, 10],
  ])('are made from %s', async (preset, every_minutes, duration_minutes) => {
    expect((await plan({ preset })).body).toMatchObject({ schedule: { every_minutes, duration_minutes } });
  });

  it('begin although the last change was more than a day ago', async () => {
    const daily = { at: ['11:00'], time_zone: 'UTC', duration_minutes: 10, mode: 'auto' };
    await plan(daily);
    const { body } = await post(`${meeting}/schedule/skip`);
    expect(body['next_rest_at']).toBe(time(30 + 24 * 60));
    clock.pass((31 + 24 * 60) * MINUTE);
    expect((await get(meeting)).body).toMatchObject({ phase: 'on_break' });
  });

  it('begin and end by themselves with auto, after a warning to members', async () => {
    const member = await join();
    await plan({ every_minutes: 30, duration_minutes: 10, mode: 'auto', language: 'en' });
    clock.pass(29 * MINUTE);
    expect((await member.hears('rest_upcoming')).data).toMatchObject({
      next_rest_at: time(30),
      mode: 'auto',
      message: 'A break is coming up',
      server_time: time(29),
    });
    clock.pass(MINUTE);
    expect((await member.hears('message')).data).toMatchObject({
      message: 'Time for a break',
      timestamp: time(30),
      duration_seconds: 600,
      ends_at: time(40),
    });
    clock.pass(9 * MINUTE);
    await member.hears('rest_ending_soon');
    clock.pass(MINUTE);
    expect((await member.hears('rest_ended')).data).toMatchObject({
      reason: 'timer',
      next_rest_at: time(70),
    });
    expect((await get(meeting)).body).toMatchObject({ phase: 'in_progress', next_rest_at: time(70) });
  });

  it('are only suggested otherwise, and can be snoozed or skipped', async () => {
    const member = await join();
    await plan({ every_minutes: 30, duration_minutes: 10, warn_seconds: 0 });
    clock.pass(30 * MINUTE);
    expect((await member.hears('rest_suggested')).data).toMatchObject({
      duration_minutes: 10,
      next_rest_at: time(60),
      message: 'そろそろ休憩しませんか',
    });
    expect((await get(meeting)).body).toMatchObject({ phase: 'in_progress' });
    expect((await post(`${meeting}/schedule/snooze`)).body).toMatchObject({
      next_rest_at: time(35),
      snoozes_left: 1,
    });
    expect((await member.hears('schedule_changed', 2)).data).toMatchObject({ reason: 'snoozed' });
    clock.pass(5 * MINUTE);
    await member.hears('rest_suggested', 2);
    expect((await post(`${meeting}/schedule/snooze`, { minutes: 10 })).body).toMatchObject({
      next_rest_at: time(45),
    });
    expect(await post(`${meeting}/schedule/snooze`)).toMatchObject({
      status: 409,
      body: { code: 'snoozed_enough' },
    });
    expect((await post(`${meeting}/schedule/skip`)).body).toMatchObject({
      next_rest_at: time(75),
      snoozes_left: 2,
    });
  });

  it('are omitted if nobody was there', async () => {
    await plan({ every_minutes: 30, duration_minutes: 10, mode: 'auto' });
    clock.set(Date.parse(time(600)));
    expect((await get(meeting)).body).toMatchObject({ phase: 'in_progress', next_rest_at: time(630) });
    const { events } = (await get(`${meeting}/events`)).body as { events: Record<string, unknown>[] };
    expect(events.map(({ event, reason }) => reason ?? event)).toEqual(['meeting_started', 'set', 'slept']);
  });

  it('are stored once for a repeated idempotency key', async () => {
    await plan({ preset: 'brain-break' });
    const snooze = () =>
      fetch(`${meeting}/schedule/snooze`, { method: 'POST', headers: { 'idempotency-key': 'k' } }).then(
        (answer) => answer.json(),
      );
    const first = await snooze();
    expect(await snooze()).toEqual(first);
    expect(first).toMatchObject({ snoozes_left: 1 });
  });

  it.each([
    [{}, 'every_minutes'],
    [{ every_minutes: 30 }, 'duration_minutes'],
    [{ preset: 'siesta' }, 'preset'],
    [{ preset: 'uk-hse', every_minutes: 30 }, 'preset'],
    [{ every_minutes: 0, duration_minutes: 10 }, 'every_minutes'],
    [{ every_minutes: 30, duration_minutes: 121 }, 'duration_minutes'],
    [{ preset: 'uk-hse', mode: 'force' }, 'mode'],
    [{ preset: 'uk-hse', warn_seconds: 601 }, 'warn_seconds'],
    [{ preset: 'uk-hse', language: 'fr' }, 'language'],
  ])('are refused with an explanation: %j', async (body, field) => {
    expect(await plan(body)).toMatchObject({ status: 422, body: { errors: [{ field }] } });
  });

  it('need a meeting, and changes need a plan', async () => {
    expect(await post(`${meeting}/schedule/skip`)).toMatchObject({
      status: 409,
      body: { code: 'no_planned_break' },
    });
    expect(await put(`${url}/api/meetings/none/schedule`, { preset: 'uk-hse' })).toMatchObject({
      status: 404,
    });
  });

  it('are totalled with other breaks in the history of the meeting', async () => {
    clock.pass(20 * MINUTE);
    await post(`${meeting}/rest`);
    clock.pass(5 * MINUTE);
    await post(`${meeting}/resume`);
    clock.pass(15 * MINUTE);
    await post(`${meeting}/rest`, { duration_seconds: 600 });
    clock.pass(2 * MINUTE);
    const totals = { breaks: 2, pause_seconds: 420, longest_stretch_seconds: 1200, started_at: time(0) };
    expect((await get(`${meeting}/history`)).body).toMatchObject({
      ...totals,
      ended_at: null,
      recent: [{ started_at: time(20), ended_at: time(25), seconds: 300, reason: 'leader' }],
    });
    await post(`${meeting}/end`);
    expect((await get(`${meeting}/history`)).body).toMatchObject({ ...totals, ended_at: time(42) });
    expect((await get(`${url}/api/meetings/none/history`)).status).toBe(404);
  });
});
