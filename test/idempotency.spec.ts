import { beforeEach, describe, expect, it } from '@jest/globals';
import { startMeeting, stores } from './support/app.js';
import { Cleanup } from './support/cleanup.js';
import type { ManualClock } from './support/manual-clock.js';
import { Member } from './support/member.js';

describe.each(stores)('an Idempotency-Key, %s', (store) => {
  const cleanup = new Cleanup();
  let clock: ManualClock;
  let url: string;

  beforeEach(async () => {
    ({ clock, url } = await startMeeting(cleanup, store));
  });

  async function keyed(key: string, path: string, body: object): Promise<{ status: number; body: unknown }> {
    const response = await fetch(`${url}/api/meetings/${path}`, {
      method: 'POST',
      headers: { 'idempotency-key': key },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: await response.json() };
  }

  const rest = (key: string, message = 'tea', meeting = 'abc') => keyed(key, `${meeting}/rest`, { message });

  it('repeats the first answer for a repeated command, and sends one notice', async () => {
    const member = await Member.join(cleanup, url, 'abc');
    const first = await rest('key-1');
    clock.pass(1000);
    expect(await rest('key-1')).toEqual(first);
    await rest('key-2', 'coffee');
    await member.hears('message', 2);
    expect(member.breaks).toEqual(['tea', 'coffee']);
  });

  it('is the same in quotes, as in the IETF draft, and without', async () => {
    const member = await Member.join(cleanup, url, 'abc');
    const first = await rest('key-1');
    for (const same of ['"key-1"', '"key-1";a=1']) expect(await rest(same)).toEqual(first);
    const escaped = await rest('"a\\"\\\\"', 'coffee');
    expect(await rest('a"\\', 'coffee')).toEqual(escaped);
    await rest('"unfinished', 'cake');
    await member.hears('message', 3);
    expect(member.breaks).toEqual(['tea', 'coffee', 'cake']);
  });

  it.each(['""', `"${'x'.repeat(256)}"`, '"a b"'])(
    'is refused when the quotes are empty: %s',
    async (key) => {
      expect(await rest(key)).toMatchObject({
        status: 422,
        body: { errors: [{ field: 'Idempotency-Key' }] },
      });
    },
  );

  it('sends one notice for many commands at once', async () => {
    const member = await Member.join(cleanup, url, 'abc');
    const answers = await Promise.all(Array.from({ length: 20 }, () => rest('same')));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    await rest('other', 'last');
    await member.hears('message', 2);
    expect(member.breaks).toEqual(['tea', 'last']);
  });

  it('is valid for one meeting and one command', async () => {
    expect((await rest('key', 'tea', 'abc')).status).toBe(200);
    expect((await rest('key', 'tea', 'other')).status).toBe(200);
    expect(await rest('key', 'coffee', 'abc')).toMatchObject({
      status: 422,
      body: { code: 'idempotency_key_reused' },
    });
  });

  it.each([
    ['an answer to a break, when there is another', 'rest/ack', { client_id: 'ann', status: 'away' }, 'rest'],
    [
      'an answer to a break, when the meeting has ended',
      'rest/ack',
      { client_id: 'ann', status: 'back' },
      'end',
    ],
    ['a request for a break, when one is on', 'break-requests', { client_id: 'ann' }, 'rest'],
  ])('repeats the first answer of %s', async (_, path, body, then) => {
    await keyed('before', `abc/${path === 'rest/ack' ? 'rest' : 'start'}`, {});
    clock.pass(1000);
    const first = await keyed('key', `abc/${path}`, body);
    expect(first.status).toBe(200);
    clock.pass(1000);
    await keyed('then', `abc/${then}`, {});
    expect(await keyed('key', `abc/${path}`, body)).toEqual(first);
    expect(await keyed('key', `abc/${path}`, { ...body, client_id: 'ben' })).toMatchObject({ status: 422 });
  });

  it("is separate for leaders and members, so that a member cannot use up a leader's key", async () => {
    await keyed('start', 'abc/start', {});
    expect((await keyed('rest-1', 'abc/break-requests', { client_id: 'ann' })).status).toBe(200);
    expect((await rest('rest-1')).status).toBe(200);
    expect((await keyed('end', 'abc/rest/ack', { client_id: 'ann', status: 'back' })).status).toBe(200);
    expect((await keyed('end', 'abc/end', {})).status).toBe(200);
  });

  it.each(['x'.repeat(256), 'with space', 'ü'])('is refused when it is %j', async (key) => {
    expect(await rest(key)).toMatchObject({
      status: 422,
      body: { code: 'invalid_request', errors: [{ field: 'Idempotency-Key' }] },
    });
  });
});
