import { describe, expect, it } from '@jest/globals';
import { get, post, put } from '../support/api.js';
import { Cleanup } from '../support/cleanup.js';
import { Day, MINUTE } from '../support/day.js';

describe('breaks by the clock', () => {
  const cleanup = new Cleanup();
  const plan = { at: ['12:00', '15:00'], time_zone: 'Europe/London', duration_minutes: 10, mode: 'auto' };

  it('come at the times that people agreed on, also after the meeting was started anew', async () => {
    const { clock, meeting, join } = await Day.begin(cleanup);
    const member = await join('&client_id=ann');
    await post(`${meeting}/start`);

    // It is 11:30 in London, where summer is not over yet.
    const set = await put(`${meeting}/schedule`, plan);
    expect(set.body).toMatchObject({
      schedule: { ...plan, every_minutes: null },
      next_rest_at: '2025-10-17T11:00:00.000Z',
      preset: null,
      stretch_minutes: 30,
      within_guideline: null,
    });
    await post(`${meeting}/start`, { title: 'Now with everybody' });
    expect((await member.hears('schedule_changed', 2)).data).toMatchObject({
      schedule: { at: ['12:00', '15:00'], every_minutes: null },
      next_rest_at: '2025-10-17T11:00:00.000Z',
    });

    // A minute before, and at twelve.
    clock.pass(29 * MINUTE);
    await member.hears('rest_upcoming');
    clock.pass(MINUTE);
    expect((await member.hears('message')).data).toMatchObject({ ends_at: '2025-10-17T11:10:00.000Z' });
    clock.pass(10 * MINUTE);
    expect((await member.hears('rest_ended')).data).toMatchObject({
      next_rest_at: '2025-10-17T14:00:00.000Z',
    });

    // The talk goes on: a little later, but not so late that the next day comes first.
    const later = await post(`${meeting}/schedule/snooze`, { minutes: 10 });
    expect(later.body).toMatchObject({ next_rest_at: '2025-10-17T14:10:00.000Z', stretch_minutes: 180 });
    expect((await get(meeting)).body).toMatchObject({ schedule: { at: plan.at, time_zone: plan.time_zone } });
  });

  it('are not put off past the next one', async () => {
    const { meeting } = await Day.begin(cleanup);
    await post(`${meeting}/start`);
    await put(`${meeting}/schedule`, { ...plan, at: ['12:00', '12:20'] });
    const refused = await post(`${meeting}/schedule/snooze`, { minutes: 20 });
    expect(refused).toMatchObject({ status: 409, body: { code: 'snooze_too_long' } });
  });

  it.each([
    [{ at: undefined }, 'time_zone'],
    [{ time_zone: undefined }, 'time_zone'],
    [{ time_zone: 'Mars/Base' }, 'time_zone'],
    [{ duration_minutes: undefined }, 'duration_minutes'],
    [{ every_minutes: 50 }, 'at'],
    [{ preset: 'uk-hse' }, 'preset'],
    [{ at: [] }, 'at'],
    [{ at: '12:00' }, 'at'],
    [{ at: ['24:00'] }, 'at'],
    [{ at: ['12:00', '12:00'] }, 'at'],
    [{ at: ['15:00', '12:00'] }, 'at'],
    [{ at: ['12:00', '12:14'] }, 'at'],
    [{ at: ['00:05', '23:55'] }, 'at'],
    [{ at: Array.from({ length: 25 }, (_, i) => `${10 + Math.floor(i / 2)}:${i % 2 ? 30 : 10}`) }, 'at'],
    [{ at: ['12:00', '12:15'], warn_seconds: 300 }, 'warn_seconds'],
  ])('are refused when the body has %j', async (change, field) => {
    const { meeting } = await Day.begin(cleanup);
    await post(`${meeting}/start`);
    const refused = await put(`${meeting}/schedule`, { ...plan, ...change });
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ field }] } });
  });
});
