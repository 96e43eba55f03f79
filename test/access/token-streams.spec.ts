import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { EventSource } from 'eventsource';
import { call } from '../support/api.js';
import { startApp } from '../support/app.js';
import { Cleanup } from '../support/cleanup.js';
import { ManualClock } from '../support/manual-clock.js';
import { Member } from '../support/member.js';
import { Service } from '../support/service.js';
import { RawStream } from '../support/raw-stream.js';
import { until } from '../support/until.js';

const KEY = 'first-key-0123456789abcdef';
const SECRET = 'the-secret-that-signs-0123456789abcdef';
const settings = {
  LEADER_AUTH: 'key',
  LEADER_API_KEYS: KEY,
  MEMBER_AUTH: 'token',
  MEMBER_TOKEN_SECRETS: SECRET,
};

describe('a stream with a token', () => {
  const cleanup = new Cleanup();

  async function start() {
    const clock = new ManualClock();
    const { url } = await startApp(cleanup, settings, clock);
    const mint = async (body = {}) =>
      String(
        (await call('POST', `${url}/api/meetings/abc/tokens`, body, { 'x-api-key': KEY })).body['token'],
      );
    const join = async (body = {}, query = '') =>
      Member.join(cleanup, url, 'abc', `&token=${await mint(body)}${query}`);
    const command = (path: string) =>
      call('POST', `${url}/api/meetings/abc/${path}`, {}, { 'x-api-key': KEY });
    return { url, clock, mint, join, command };
  }

  it('ends when the token expires, and warns a minute before', async () => {
    const { clock, join } = await start();
    const member = await join({ ttl_seconds: 600 });
    await member.hears('state');
    clock.pass(539_000);
    expect(member.all('token_expiring')).toEqual([]);
    clock.pass(1_000);
    const expires_at = new Date(clock.now() + 60_000).toISOString();
    expect((await member.hears('token_expiring')).data).toEqual({ expires_at });
    clock.pass(59_000);
    expect(member.all('goodbye')).toEqual([]);
    clock.pass(1_000);
    expect((await member.hears('goodbye')).data).toEqual({ reason: 'expired', reconnect: false });
    // An EventSource reconnects with the same URL, whose token has expired, and gets a final error status.
    await until('the client to give up', () => member.source.readyState === EventSource.CLOSED);
    expect(member.all('connected')).toHaveLength(1);
    expect(member.all('token_expiring')).toHaveLength(1);
  });

  it('opens although its token ends later than any time that can be written', async () => {
    const { url, command } = await start();
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = { meeting_id: 'abc', role: 'member', exp: Number.MAX_SAFE_INTEGER };
    const signed = `${part({ alg: 'HS256' })}.${part(claims)}`;
    const signature = createHmac('sha256', SECRET).update(signed).digest('base64url');
    const member = await Member.join(cleanup, url, 'abc', `&token=${signed}.${signature}`);
    await command('rest');
    await member.hears('message');
    expect(member.all('goodbye')).toEqual([]);
  });

  it('ends with a goodbye that forbids reconnecting', async () => {
    const { url, clock, mint } = await start();
    const stream = await RawStream.open(cleanup, url, `abc&token=${await mint({ ttl_seconds: 600 })}`);
    await stream.contains('event: state');
    clock.pass(600_000);
    await until('the end', () => stream.ended);
    expect(stream.text).toMatch(/event: goodbye\ndata: \{"reason":"expired","reconnect":false\}\n\n$/);
    expect(stream.endedCleanly).toBe(true);
  });

  it('gets the warning at once when less than a minute is left', async () => {
    const { clock, join } = await start();
    const member = await join({ ttl_seconds: 10 });
    await member.hears('state');
    clock.pass(1_000);
    await member.hears('token_expiring');
    clock.pass(9_000);
    await member.hears('goodbye');
  });

  it('delivers breaks like any other stream', async () => {
    const { join, command } = await start();
    const member = await join();
    await command('rest');
    expect((await member.hears('message')).data['event']).toBe('rest_required');
  });

  it("shows leaders' frames to leaders only", async () => {
    const { url, clock, join, mint, command } = await start();
    await command('start');
    const member = await join({ role: 'member' });
    const leader = await join({ role: 'leader' }, '&role=leader');
    await leader.hears('presence');
    const refused = `${url}/api/sse/events?meeting_id=abc&role=leader&token=${await mint()}`;
    expect((await fetch(refused)).status).toBe(403);
    clock.pass(2_000);
    await command('rest');
    await member.hears('message');
    expect(member.all('presence')).toEqual([]);
  });

  it('counts its client under the name in the token', async () => {
    const { clock, join, url, command } = await start();
    await command('rest');
    const member = await join({ client_id: 'a' });
    await join({ client_id: 'c' });
    const key = { 'x-api-key': KEY };
    await until('both to be counted', async () => {
      clock.pass(1_000);
      const { body } = await call('GET', `${url}/api/meetings/abc`, undefined, key);
      return (body['members'] as { connected: number }).connected === 2;
    });
    const isBack = (client_id: string) =>
      call('POST', `${url}/api/meetings/abc/rest/ack`, { client_id, status: 'back' }, key);
    // The break is complete when as many members are back as are connected with a `client_id`.
    await isBack('a');
    expect(member.all('all_back')).toEqual([]);
    await isBack('c');
    await member.hears('all_back');
  });
});

describe('keys and tokens', () => {
  const cleanup = new Cleanup();

  it('are never logged at LOG_LEVEL=debug, valid or not', async () => {
    const service = await Service.start(cleanup, { ...settings, LOG_LEVEL: 'debug' });
    const meeting = `${service.url}/api/meetings/abc`;
    const key = { 'x-api-key': KEY };
    const token = String((await call('POST', `${meeting}/tokens`, {}, key)).body['token']);
    const bad = 'bad-token-that-must-not-be-logged';
    await call('POST', `${meeting}/rest`, {}, key);
    for (const secret of [token, bad]) {
      const authorization = `Bearer ${secret}`;
      await call('GET', `${meeting}?token=${secret}`);
      await call('GET', meeting, undefined, { authorization });
      await call('POST', `${meeting}/rest`, {}, { authorization });
      await call('POST', `${meeting}/rest`, `{"a":"${secret}`, { authorization });
      await call('GET', `${service.url}/nothing?token=${secret}`);
      const abort = new AbortController();
      await fetch(`${service.url}/api/sse/events?meeting_id=abc&token=${secret}`, { signal: abort.signal });
      abort.abort();
    }
    const document = await (await fetch(`${service.url}/docs-json`)).text();
    const metrics = await (await fetch(`${service.url}/metrics`)).text();
    expect(await service.stop()).toBe(0);
    expect(service.output).toContain('open: ');
    const secrets = [KEY, SECRET, token, token.split('.')[2] ?? token, bad];
    for (const secret of secrets) {
      expect(service.output).not.toContain(secret);
      expect(document).not.toContain(secret);
      expect(metrics).not.toContain(secret);
    }
  });

  it('are never logged when they belong to a claim', async () => {
    const service = await Service.start(cleanup, { LEADER_AUTH: 'claim', LOG_LEVEL: 'debug' });
    const command = (path: string, headers = {}) =>
      call('POST', `${service.url}/api/meetings/abc/${path}`, {}, headers);
    const token = String((await command('start')).body['leader_token']);
    const keys = ['rest', 'end', 'end'];
    for (const path of keys)
      await command(path, { authorization: `Bearer ${token}`, 'idempotency-key': `key-${path}` });
    await call('GET', `${service.url}/api/meetings/abc/roster?token=${token}`);
    expect(await service.stop()).toBe(0);
    expect(service.output.match(/rest|end|roster/g)?.length).toBeGreaterThan(3);
    for (const secret of [token, 'key-rest', 'key-end']) expect(service.output).not.toContain(secret);
  });
});
