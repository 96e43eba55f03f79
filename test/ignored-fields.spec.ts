import { beforeEach, describe, expect, it } from '@jest/globals';
import { call, get, post, put } from './support/api.js';
import { startApp } from './support/app.js';
import { Cleanup } from './support/cleanup.js';

describe('unknown fields of a body', () => {
  const cleanup = new Cleanup();
  let meeting: string;

  beforeEach(async () => {
    meeting = `${(await startApp(cleanup)).url}/api/meetings/abc`;
  });

  it('are named in the answer: a break of 10 minutes that has no end', async () => {
    const { body } = await post(`${meeting}/rest`, { duration: 600, minutes: 10, message: 'tea' });
    expect(body).toMatchObject({ duration_seconds: null, ignored: ['duration', 'minutes'] });
  });

  it('are named by every command', async () => {
    const client_id = 'ann';
    for (const [path, body] of [
      ['start', {}],
      ['rest', { duration_seconds: 60 }],
      ['rest/extend', { seconds: 1 }],
      ['rest/ack', { client_id, status: 'seen' }],
      ['undo', {}],
      ['resume', {}],
      ['break-requests', { client_id }],
      ['announcements', { message: 'Slides' }],
      ['end', {}],
    ] as const)
      expect([path, (await post(`${meeting}/${path}`, { ...body, typo: 1 })).body['ignored']]).toEqual([
        path,
        ['typo'],
      ]);
    await post(`${meeting}/start`);
    const plan = await put(`${meeting}/schedule`, { preset: 'uk-hse', typo: 1 });
    expect(plan.body['ignored']).toEqual(['typo']);
    for (const path of ['schedule/snooze', 'schedule/skip'])
      expect((await post(`${meeting}/${path}`, { typo: 1 })).body['ignored']).toEqual(['typo']);
  });

  it('are not mentioned if there are none, or no body', async () => {
    const all = [await post(`${meeting}/start`), await post(`${meeting}/rest`, { message: null, by: null })];
    for (const { body } of all) expect(body).not.toHaveProperty('ignored');
  });

  it('are at most 10, each cut to 64 characters, whatever they are called', async () => {
    const names = ['toString', 'x'.repeat(100), 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'];
    const text = `{${names.map((name) => `${JSON.stringify(name)}:1`).join(',')}}`;
    const { status, body } = await post(`${meeting}/start`, text);
    expect([status, body['ignored']]).toEqual([200, names.slice(0, 10).map((name) => name.slice(0, 64))]);
  });

  it('are not compared under an Idempotency-Key', async () => {
    const headers = { 'Idempotency-Key': 'k' };
    const first = await call('POST', `${meeting}/rest`, { message: 'tea' }, headers);
    const again = await call('POST', `${meeting}/rest`, { message: 'tea', typo: 1 }, headers);
    expect(again.body).toEqual({ ...first.body, ignored: ['typo'] });
    const { events } = (await get(`${meeting}/events`)).body as { events: object[] };
    expect(events).toHaveLength(2);
  });
});
