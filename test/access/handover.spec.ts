import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { call, type Answer } from '../support/api.js';
import { startMeeting, startOnRedis, startReady, stores } from '../support/app.js';
import { Cleanup } from '../support/cleanup.js';
import { RedisCluster } from '../support/redis-cluster.js';
import { Service, startTwoProcesses } from '../support/service.js';

const KEY = 'first-key-0123456789abcdef';
const byClaim = { LEADER_AUTH: 'claim' };
const byKey = { LEADER_AUTH: 'key', LEADER_API_KEYS: KEY };
const byToken = { MEMBER_AUTH: 'token', MEMBER_TOKEN_SECRETS: 'the-secret-that-signs-0123456789abcdef' };

const bearer = (token: unknown) => ({ authorization: `Bearer ${String(token)}` });

/** A leader starts a meeting and asks for a code, which other devices redeem. */
async function startedBy(meeting: string) {
  const leader = String((await call('POST', `${meeting}/start`)).body['leader_token']);
  return { leader, code: await codeOf(meeting, bearer(leader)) };
}

async function codeOf(meeting: string, headers: Record<string, string>): Promise<string> {
  const { status, body, headers: sent } = await call('POST', `${meeting}/handover`, undefined, headers);
  expect(status).toBe(200);
  expect(sent.get('cache-control')).toBe('no-store');
  expect(body['code']).toMatch(/^[\w-]{22}$/);
  return String(body['code']);
}

const redeem = (meeting: string, code: unknown): Promise<Answer> =>
  call('POST', `${meeting}/handover/redeem`, { code });

const aCode = () => randomBytes(16).toString('base64url');

describe.each(stores)('a code for another device, %s', (store) => {
  const cleanup = new Cleanup();
  const start = (env: Record<string, string> = byClaim) => startMeeting(cleanup, store, { env });

  it("gives the other device the leader's right to command, invite and end", async () => {
    const { meeting } = await start({ ...byClaim, ...byToken });
    const { leader, code } = await startedBy(meeting);
    const { status, body, headers } = await redeem(meeting, code);
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toEqual({
      message: 'Meeting handed over',
      meeting_id: 'abc',
      leader_token: leader,
      expires_at: null,
    });
    const other = bearer(body['leader_token']);
    for (const path of ['rest', 'tokens', 'handover', 'end'])
      expect((await call('POST', `${meeting}/${path}`, {}, other)).status).toBe(200);
  });

  it('works once, for its meeting, within a minute; all else gets the same refusal', async () => {
    const { url, meeting, clock } = await start();
    const another = `${url}/api/meetings/another`;
    await startedBy(another);
    const { leader, code } = await startedBy(meeting);
    const refused = [await redeem(another, code), await redeem(meeting, aCode())];
    const changed = code.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'));
    refused.push(await redeem(meeting, changed), await redeem(`${url}/api/meetings/unknown`, code));
    expect((await redeem(meeting, code)).status).toBe(200);
    refused.push(await redeem(meeting, code));
    if (store === 'embedded') {
      const late = await codeOf(meeting, bearer(leader));
      clock.pass(60_000);
      refused.push(await redeem(meeting, late));
    }
    for (const { status, body } of refused) {
      expect(status).toBe(401);
      expect(body).toEqual(refused[0]?.body);
    }
  });

  it('works for exactly one of many devices that redeem it at once', async () => {
    const { meeting } = await start();
    const { code } = await startedBy(meeting);
    const answers = await Promise.all(Array.from({ length: 30 }, () => redeem(meeting, code)));
    expect(answers.map(({ status }) => status).filter((status) => status === 200)).toHaveLength(1);
  });

  it('needs the right to lead', async () => {
    const { meeting } = await start({ ...byClaim, ...byToken });
    const { leader } = await startedBy(meeting);
    const { body } = await call('POST', `${meeting}/tokens`, {}, bearer(leader));
    const ask = (headers?: Record<string, string>) => call('POST', `${meeting}/handover`, undefined, headers);
    expect((await ask()).status).toBe(401);
    expect((await ask(bearer('x'.repeat(43)))).status).toBe(401);
    expect((await ask(bearer(body['token']))).status).toBe(403);
  });

  it("yields a new token to a leader with a key, never the key, and else the leader's own token", async () => {
    const { meeting } = await start({ ...byKey, ...byToken });
    const key = { 'x-api-key': KEY };
    await call('POST', `${meeting}/start`, {}, key);
    const first = (await redeem(meeting, await codeOf(meeting, key))).body;
    expect(first['leader_token']).not.toBe(KEY);
    expect(first['expires_at']).toMatch(/Z$/);
    const other = bearer(first['leader_token']);
    expect((await call('POST', `${meeting}/rest`, {}, other)).status).toBe(200);
    expect((await call('POST', `${meeting}/tokens`, {}, other)).status).toBe(403);
    const { message, ...second } = (await redeem(meeting, await codeOf(meeting, other))).body;
    expect(first).toEqual({ message, ...second });
  });

  it('is neither made nor accepted where leaders have no right to hand over', async () => {
    const open = await start({});
    const keyOnly = await start(byKey);
    for (const [{ meeting }, headers] of [
      [open, undefined],
      [open, bearer('x'.repeat(43))],
      [keyOnly, { 'x-api-key': KEY }],
    ] as const) {
      const { status, body } = await call('POST', `${meeting}/handover`, undefined, headers);
      expect([status, body['code']]).toEqual([409, 'tokens_not_issued']);
      expect((await redeem(meeting, aCode())).status).toBe(401);
    }
  });

  it('counts against the rate limit, right or wrong, as a guessed key does', async () => {
    const { meeting } = await start({ ...byClaim, COMMANDS_PER_MINUTE: '4' });
    const { code } = await startedBy(meeting);
    for (const guess of [aCode(), aCode()]) expect((await redeem(meeting, guess)).status).toBe(401);
    expect((await redeem(meeting, code)).status).toBe(429);
  });

  it.each([[undefined], [null], ['short'], [['x']], [{ $gt: '' }], ['../../../../etc/passwd']])(
    'is refused in another form: %j',
    async (code) => {
      const { meeting } = await start();
      const { status, body } = await redeem(meeting, code);
      expect([status, body['errors']]).toMatchObject([422, [{ field: 'code' }]]);
    },
  );
});

describe('a code for another device', () => {
  const cleanup = new Cleanup();

  it('is stored in Redis as a digest, with the token encrypted, for a minute', async () => {
    const { url, redis } = await startOnRedis(cleanup, byClaim);
    const { leader, code } = await startedBy(`${url}/api/meetings/abc`);
    const client = redis.client();
    const keys = await client.keys('*handover*');
    expect(keys).toEqual([expect.stringMatching(/^\{meeting:abc\}:handover:[\da-f]{64}$/)]);
    const [key = ''] = keys;
    const ttl = await client.ttl(key);
    expect(ttl > 0 && ttl <= 60).toBe(true);
    const stored = `${key} ${(await client.get(key)) ?? ''}`;
    for (const secret of [leader, code, Buffer.from(leader).toString('base64url')])
      expect(stored).not.toContain(secret);
  });

  it('decrypts only what was encrypted under it', async () => {
    const { url, redis } = await startOnRedis(cleanup, byClaim);
    const [mine, other] = [`${url}/api/meetings/mine`, `${url}/api/meetings/other`];
    const client = redis.client();
    await startedBy(other);
    const [theirs = ''] = await client.keys('*handover*');
    const { code } = await startedBy(mine);
    const [own = ''] = (await client.keys('*handover*')).filter((key) => key !== theirs);
    for (const content of [(await client.get(theirs)) ?? '', '', 'not sealed']) {
      await client.set(own, content);
      expect((await redeem(mine, code)).status).toBe(401);
    }
  });

  it('works for one device on two processes, and for none after a restart', async () => {
    const { one, other } = await startTwoProcesses(cleanup, byClaim);
    const at = ({ url }: Service) => `${url}/api/meetings/abc`;
    const { leader, code } = await startedBy(at(one));
    const both = await Promise.all([one, other, one, other].map((each) => redeem(at(each), code)));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401]);
    const second = await codeOf(at(one), bearer(leader));
    expect((await redeem(at(other), second)).status).toBe(200);
    await one.stop();
    expect((await redeem(at(other), second)).status).toBe(401);
  });

  it('works once on each node of a Cluster', async () => {
    const { addresses } = await RedisCluster.start(cleanup);
    const { url } = await startReady(cleanup, { REDIS_CLUSTER: addresses.join(','), ...byClaim });
    for (const id of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']) {
      const meeting = `${url}/api/meetings/${id}`;
      const { code } = await startedBy(meeting);
      const both = await Promise.all([redeem(meeting, code), redeem(meeting, code)]);
      expect(both.map(({ status }) => status).sort()).toEqual([200, 401]);
    }
  });

  it('is never logged at LOG_LEVEL=debug, nor counted by name', async () => {
    const service = await Service.start(cleanup, { ...byClaim, LOG_LEVEL: 'debug' });
    const meeting = `${service.url}/api/meetings/abc`;
    const { leader, code } = await startedBy(meeting);
    const wrong = aCode();
    for (const one of [wrong, code, code]) await redeem(meeting, one);
    const metrics = await (await fetch(`${service.url}/metrics`)).text();
    expect(await service.stop()).toBe(0);
    expect(service.output).toContain('handover');
    for (const secret of [leader, code, wrong]) expect(service.output + metrics).not.toContain(secret);
  });
});
