import { describe, expect, it } from '@jest/globals';
import { post } from '../support/api.js';
import { Cleanup } from '../support/cleanup.js';
import { Day } from '../support/day.js';

describe('a break without its end', () => {
  const cleanup = new Cleanup();

  it('is called by a misspelt field, which the answer names, and gets its end at once', async () => {
    const { meeting, join } = await Day.begin(cleanup);
    const member = await join('&client_id=ann');

    // Ten minutes, says the program of somebody who did not look the name up.
    const called = await post(`${meeting}/rest`, { message: 'Coffee!', duration: 600 });
    expect(called).toMatchObject({ status: 200, body: { ends_at: null, ignored: ['duration'] } });
    expect((await member.hears('message')).data).toMatchObject({ ends_at: null });

    // The answer told, so the program asks again; the members' countdown begins.
    const moved = await post(`${meeting}/rest/extend`, { ends_at: '2025-10-17T10:40:00Z' });
    expect(moved.body).not.toHaveProperty('ignored');
    expect((await member.hears('rest_extended')).data).toMatchObject({ duration_seconds: 600 });
  });
});
