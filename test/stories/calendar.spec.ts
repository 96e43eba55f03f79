import { describe, expect, it } from '@jest/globals';
import { post, put } from '../support/api.js';
import { Cleanup } from '../support/cleanup.js';
import { Day, MINUTE } from '../support/day.js';

describe('the plan in a calendar', () => {
  const cleanup = new Cleanup();

  it('has the breaks of the next 24 hours, and moves one that is put off', async () => {
    const { clock, meeting } = await Day.begin(cleanup);
    const subscription = async () => {
      const calendar = await (await fetch(`${meeting}/calendar.ics`)).text();
      return ['UID', 'DTSTART', 'DTEND'].map((name) =>
        [...calendar.matchAll(new RegExp(`^${name}:(.*?)\r$`, 'gm'))].map(([, value]) => value),
      );
    };
    await post(`${meeting}/start`);
    const at = ['12:00', '15:00'];
    await put(`${meeting}/schedule`, { at, time_zone: 'Europe/London', duration_minutes: 10, mode: 'auto' });

    // It is 11:30 in London.
    const [ids, ...times] = await subscription();
    expect(times).toEqual([
      ['20251017T110000Z', '20251017T140000Z'],
      ['20251017T111000Z', '20251017T141000Z'],
    ]);

    // The talk goes on: the entry moves, and the calendar does not show it twice.
    clock.pass(20 * MINUTE);
    await post(`${meeting}/schedule/snooze`, { minutes: 10 });
    expect(await subscription()).toEqual([
      ids,
      ['20251017T111000Z', '20251017T140000Z'],
      ['20251017T112000Z', '20251017T141000Z'],
    ]);
  });
});
