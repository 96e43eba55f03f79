import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { call } from '../support/api.js';
import { startApp } from '../support/app.js';
import { Cleanup } from '../support/cleanup.js';
import { RawStream } from '../support/raw-stream.js';
import { ManualClock } from '../support/manual-clock.js';

const KEY = 'first-key-0123456789abcdef';
const SECRET = 'the-secret-that-signs-0123456789abcdef';
const OLD_SECRET = 'the-secret-of-yesterday-0123456789abcdef';
const leaderHeaders = { 'x-api-key': KEY };

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const now = () => Math.floor(Date.now() / 1000);

function signed(claims: object, secret = SECRET, alg = 'HS256'): Promise<string> {
  return new SignJWT({ meeting_id: 'abc', exp: now() + 600, ...claims })
    .setProtectedHeader({ alg })
    .sign(Buffer.from(secret));
}

describe('MEMBER_AUTH=token', () => {
  const cleanup = new Cleanup();
  let url: string;
  let meeting: string;

  beforeEach(async () => {
    ({ url } = await startApp(cleanup, {
      LEADER_AUTH: 'key',
      LEADER_API_KEYS: KEY,
      MEMBER_AUTH: 'token',
      MEMBER_TOKEN_SECRETS: `${SECRET},${OLD_SECRET}`,
    }));
    meeting = `${url}/api/meetings/abc`;
    await call('POST', `${meeting}/rest`, {}, leaderHeaders);
  });

  const read = async (token: string) => (await call('GET', meeting, undefined, bearer(token))).status;
  const mint = (body: object, headers: Record<string, string> = leaderHeaders) =>
    call('POST', `${meeting}/tokens`, body, headers);
  const minted = async (body: object) => String((await mint(body)).body['token']);

  it('admits members whose token a leader made, by header or URL', async () => {
    const answer = await mint({ role: 'member', ttl_seconds: 120, client_id: 'a' });
    expect(answer).toMatchObject({ status: 200, body: { message: 'Token issued', meeting_id: 'abc' } });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const seconds = (Date.parse(String(answer.body['expires_at'])) - Date.now()) / 1000;
    expect(Math.round(seconds / 10)).toBe(12);
    const token = String(answer.body['token']);
    expect(await read(token)).toBe(200);
    for (const path of ['', '/status', '/events', '/history'])
      expect((await call('GET', `${meeting}${path}?token=${token}`)).status).toBe(200);
    const ack = { client_id: 'a', status: 'back' };
    expect((await call('POST', `${meeting}/rest/ack`, ack, bearer(token))).status).toBe(200);
  });

  it('refuses all routes of a meeting without a token, and streams with an error status', async () => {
    for (const path of ['', '/status', '/events', '/history', '/calendar.ics', '/roster'])
      expect([path, (await call('GET', `${meeting}${path}`)).status]).toEqual([path, 401]);
    for (const path of ['rest/ack', 'break-requests'])
      expect((await call('POST', `${meeting}/${path}`, { client_id: 'a', status: 'back' })).status).toBe(401);
    expect((await call('GET', `${url}/api/sse/events?meeting_id=abc`)).status).toBe(401);
    expect((await call('GET', `${url}/api/sse/events?meeting_id=abc&token=x`)).status).toBe(401);
  });

  it.each<[string, () => Promise<string> | string]>([
    [
      'alg none',
      () => new UnsecuredJWT({ meeting_id: 'abc', role: 'leader' }).setExpirationTime('1h').encode(),
    ],
    [
      'alg none with a signature',
      async () => {
        const [, ...rest] = (await signed({})).split('.');
        return [Buffer.from('{"alg":"none"}').toString('base64url'), ...rest].join('.');
      },
    ],
    ['another algorithm with the same secret', () => signed({}, SECRET.repeat(2), 'HS512')],
    ['another HMAC of the right secret', () => signed({}, SECRET, 'HS384')],
    ['wrong meeting', () => signed({ meeting_id: 'other' })],
    ['no meeting', () => signed({ meeting_id: undefined })],
    ['several meetings', () => signed({ meeting_id: ['abc', 'other'] })],
    ['expired', () => signed({ exp: now() - 1 })],
    ['for ever', () => signed({ exp: undefined })],
    ['not yet good', () => signed({ nbf: now() + 600 })],
    ['wrong secret', () => signed({}, 'somebody-elses-secret-0123456789abcdef')],
    ['no secret', () => signed({}, '\0'.repeat(32))],
    ['an unknown role', () => signed({ role: 'admin' })],
    ['a client that is none', () => signed({ client_id: { $ne: '' } })],
    [
      'changed claims',
      async () => {
        const [head, , signature] = (await signed({})).split('.');
        const claims = Buffer.from(JSON.stringify({ meeting_id: 'abc', role: 'leader', exp: now() + 600 }));
        return [head, claims.toString('base64url'), signature].join('.');
      },
    ],
    ['padded', async () => `${await signed({})}=`],
    ['with a space behind it', async () => `${await signed({})}%20`],
    ['with a line feed in its signature', async () => (await signed({})).replace(/.$/, '%0A$&')],
    ['garbage', () => '..'],
    ['very long', () => `${'a'.repeat(5_000)}.b.c`],
  ])('refuses a token: %s', async (_, make) => {
    const token = await make();
    const refused = await call('GET', meeting, undefined, bearer(token));
    expect(refused).toMatchObject({ status: 401, body: (await call('GET', meeting)).body });
    expect((await call('GET', `${url}/api/sse/events?meeting_id=abc&token=${token}`)).status).toBe(401);
    expect(await read(await signed({}))).toBe(200);
  });

  it('accepts tokens of a rotated secret until the secret is removed', async () => {
    const old = await signed({}, OLD_SECRET);
    expect(await read(old)).toBe(200);
    const env = { MEMBER_AUTH: 'token', MEMBER_TOKEN_SECRETS: SECRET };
    const { url: rotated } = await startApp(cleanup, env);
    expect((await call('GET', `${rotated}/api/meetings/abc`, undefined, bearer(old))).status).toBe(401);
    const token = await signed({});
    expect((await call('GET', `${rotated}/api/meetings/abc`, undefined, bearer(token))).status).toBe(404);
  });

  it('gives the same answer for an unknown meeting and a forbidden one', async () => {
    const token = await signed({ meeting_id: 'mine' });
    const answers = await Promise.all(
      ['', '/status', '/events', '/history', '/calendar.ics', '/roster'].flatMap((path) =>
        ['abc', 'nobodys'].map((id) =>
          call('GET', `${url}/api/meetings/${id}${path}`, undefined, bearer(token)),
        ),
      ),
    );
    for (const { status, body } of answers) expect([status, body]).toEqual([401, answers[0]?.body]);
  });

  it('forbids caches to keep what only some may see', async () => {
    const token = await minted({ role: 'leader' });
    for (const path of ['', '/status', '/events', '/history', '/roster'])
      for (const headers of [leaderHeaders, bearer(token)]) {
        const answer = await call('GET', meeting + path, undefined, headers);
        expect([path, answer.status, answer.headers.get('cache-control')]).toEqual([
          path,
          200,
          'private, no-cache',
        ]);
      }
    const stream = await fetch(`${url}/api/sse/events?meeting_id=abc&token=${token}`);
    await stream.body?.cancel();
    expect(stream.headers.get('cache-control')).toContain('no-store');
  });

  it('shows names to leaders only, and refuses commands of members', async () => {
    const [member, leader] = [await minted({ role: 'member' }), await minted({ role: 'leader' })];
    const roster = (token: string) => call('GET', `${meeting}/roster`, undefined, bearer(token));
    expect(await roster(member)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect((await roster(leader)).status).toBe(200);
    expect((await call('POST', `${meeting}/resume`, {}, bearer(member))).status).toBe(403);
    expect((await call('POST', `${meeting}/resume`, {}, bearer(leader))).status).toBe(200);
    expect(
      (await call('GET', `${url}/api/sse/events?meeting_id=abc&role=leader&token=${member}`)).status,
    ).toBe(403);
  });

  it('does not let a token create another one, which would last longer', async () => {
    const leader = await minted({ role: 'leader', ttl_seconds: 60 });
    expect((await mint({ ttl_seconds: 86_400 }, bearer(leader))).status).toBe(403);
    expect((await mint({}, {})).status).toBe(401);
  });

  it("does not let one client's token act for another client", async () => {
    const token = await minted({ client_id: 'a' });
    const ack = (client_id: string) =>
      call('POST', `${meeting}/rest/ack`, { client_id, status: 'back' }, bearer(token));
    expect((await ack('b')).status).toBe(403);
    expect((await ack('a')).status).toBe(200);
    expect(
      (await call('GET', `${url}/api/sse/events?meeting_id=abc&client_id=b&token=${token}`)).status,
    ).toBe(403);
  });

  it.each([
    [{ role: 'admin' }, 'role'],
    [{ ttl_seconds: 0 }, 'ttl_seconds'],
    [{ ttl_seconds: 86_401 }, 'ttl_seconds'],
    [{ client_id: 'a b' }, 'client_id'],
  ])('creates no token from %j', async (body, field) => {
    expect(await mint(body)).toMatchObject({ status: 422, body: { errors: [{ field }] } });
  });

  it('creates no token where leaders are not identified or no secret is set', async () => {
    const none = { status: 409, body: { code: 'tokens_not_issued' } };
    for (const env of [undefined, { MEMBER_AUTH: 'token', MEMBER_TOKEN_SECRETS: SECRET }]) {
      const open = await startApp(cleanup, env);
      expect(await call('POST', `${open.url}/api/meetings/abc/tokens`)).toMatchObject(none);
    }
    const keyed = await startApp(cleanup, { LEADER_AUTH: 'key', LEADER_API_KEYS: KEY });
    expect(await call('POST', `${keyed.url}/api/meetings/abc/tokens`, {}, leaderHeaders)).toMatchObject(none);
  });

  it('refuses a query that names two meetings', async () => {
    const token = await signed({ meeting_id: 'mine' });
    for (const query of [
      'meeting_id=mine&meeting_id=abc',
      'meeting_id=abc&meeting_id=mine',
      'meeting_id[]=abc',
    ])
      expect((await call('GET', `${url}/api/sse/events?${query}&token=${token}`)).status).toBe(422);
  });
});

describe("an identity provider's tokens", () => {
  const cleanup = new Cleanup();
  const provider = { fetched: 0, keys: [] as object[], isAway: false, isSlow: false };

  let clock: ManualClock;
  beforeEach(() => {
    clock = new ManualClock(Date.now());
  });

  async function startProvider(): Promise<Server> {
    Object.assign(provider, { fetched: 0, keys: [], isAway: false, isSlow: false });
    const server = createServer((_, response) => {
      provider.fetched++;
      if (provider.isSlow) return;
      if (provider.isAway) response.writeHead(503).end();
      else
        response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: provider.keys }));
    });
    cleanup.add(() => {
      server.close();
      server.closeAllConnections();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  async function start(env = {}) {
    const { port } = (await startProvider()).address() as AddressInfo;
    const settings = { MEMBER_AUTH: 'token', AUTH_JWKS_URL: `http://127.0.0.1:${port}/keys`, ...env };
    return (await startApp(cleanup, settings, clock)).url;
  }

  async function pair(alg: string, kid: string | undefined = alg) {
    const keys = await generateKeyPair(alg, { extractable: true });
    provider.keys.push({ ...(await exportJWK(keys.publicKey)), alg, kid });
    const sign = (claims = {}) =>
      new SignJWT({ meeting_id: 'abc', aud: 'kyukei', exp: now() + 600, ...claims })
        .setProtectedHeader(kid === '' ? { alg } : { alg, kid })
        .sign(keys.privateKey);
    return { ...keys, sign };
  }

  const status = async (url: string, token: string) =>
    (await call('GET', `${url}/api/meetings/abc/events`, undefined, bearer(token))).status;

  it('are accepted when signed with RS256, ES256 or EdDSA, and their keys are fetched once', async () => {
    const url = await start();
    const pairs = [await pair('RS256'), await pair('ES256'), await pair('EdDSA')];
    for (const { sign } of pairs) expect(await status(url, await sign())).toBe(200);
    expect(provider.fetched).toBe(1);
  });

  it('are refused for another audience, another issuer, another algorithm, or without a meeting', async () => {
    const url = await start({ AUTH_ISSUER: 'https://id.example.com' });
    const [{ sign }, other] = [await pair('ES256'), await pair('ES384')];
    const iss = 'https://id.example.com';
    expect(await status(url, await sign({ iss }))).toBe(200);
    const wrong = [
      {},
      { iss: 'https://evil.example.com' },
      { iss, aud: 'payroll' },
      { iss, meeting_id: 'other' },
    ];
    for (const claims of wrong) expect(await status(url, await sign(claims))).toBe(401);
    expect(await status(url, await other.sign({ iss }))).toBe(401);
  });

  it('are refused when the public key is used as an HMAC secret (algorithm confusion)', async () => {
    const url = await start();
    const { publicKey, sign } = await pair('RS256');
    const pem = Buffer.from(await exportSPKI(publicKey));
    for (const secret of [pem, Buffer.from(JSON.stringify(provider.keys[0]))]) {
      const forged = await new SignJWT({ meeting_id: 'abc', role: 'leader', aud: 'kyukei', exp: now() + 600 })
        .setProtectedHeader({ alg: 'HS256', kid: 'RS256' })
        .sign(secret);
      expect(await status(url, forged)).toBe(401);
    }
    expect(await status(url, await sign())).toBe(200);
  });

  it('get 503, and a stream a goodbye, while the keys cannot be fetched', async () => {
    const url = await start();
    const { sign } = await pair('ES256');
    provider.isAway = true;
    const token = await sign();
    expect(await status(url, token)).toBe(503);
    const stream = await RawStream.open(cleanup, url, `abc&token=${token}`);
    expect(stream.response.status).toBe(200);
    await stream.contains('"reason":"store_unavailable","reconnect":true');
    provider.isAway = false;
    expect(await status(url, token)).toBe(200);
  });

  const stream = async (url: string, token: string) => {
    const abort = new AbortController();
    const began = performance.now();
    const answer = await fetch(`${url}/api/sse/events?meeting_id=abc&token=${token}`, {
      signal: abort.signal,
    });
    const reader = answer.body?.getReader() as ReadableStreamDefaultReader<Uint8Array>;
    const { value } = await reader.read();
    abort.abort();
    expect(performance.now() - began).toBeLessThan(5_000);
    const [, event] = /event: (\w+)/.exec(Buffer.from(value ?? []).toString()) ?? [];
    return `${answer.status} ${event}`;
  };

  it('are never refused for a new key before the keys are fetched again', async () => {
    const url = await start();
    const [{ sign }] = [await pair('ES256')];
    expect(await status(url, await sign())).toBe(200);
    const { sign: signAnew } = await pair('RS256', 'new');
    const token = await signAnew();
    const refused = await call('GET', `${url}/api/meetings/abc/events`, undefined, bearer(token));
    expect(refused.status).toBe(503);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await stream(url, token)).toBe('200 goodbye');
    expect(provider.fetched).toBe(1);
    // Setting the clock back must not lengthen the cool-down.
    clock.set(clock.now() - 3_600_000);
    clock.pass(10_000);
    expect(await stream(url, token)).toBe('200 connected');
    expect(provider.fetched).toBe(2);
    // A token of an unknown key, right after a fetch.
    provider.keys.pop();
    const { sign: signUnknown } = await pair('RS256', 'unknown');
    provider.keys.pop();
    clock.pass(10_000);
    expect(await status(url, await signUnknown())).toBe(401);
    expect(await status(url, await sign())).toBe(200);
  });

  it('are accepted without a key id, whichever of several keys signed them', async () => {
    const url = await start();
    const pairs = [await pair('ES256', ''), await pair('ES256', '')];
    for (const { sign } of pairs) expect(await status(url, await sign())).toBe(200);
    const [{ sign }] = [await pair('ES256', '')];
    expect(await status(url, await sign())).toBe(503);
    clock.pass(10_000);
    expect(await status(url, await sign())).toBe(200);
    const forged = await generateKeyPair('ES256');
    const forge = new SignJWT({ meeting_id: 'abc', aud: 'kyukei', exp: now() + 600 });
    clock.pass(10_000);
    expect(await status(url, await forge.setProtectedHeader({ alg: 'ES256' }).sign(forged.privateKey))).toBe(
      401,
    );
  });

  it('stay valid for an hour while the provider is away or hangs, and an empty key set refuses none', async () => {
    const url = await start();
    const { sign } = await pair('ES256');
    expect(await status(url, await sign())).toBe(200);
    provider.isSlow = true;
    clock.pass(600_000);
    const token = await sign({ exp: now() + 86_400 });
    expect(await stream(url, token)).toBe('200 connected');
    clock.pass(3_600_000);
    expect(await stream(url, token)).toBe('200 goodbye');
    expect(await status(url, token)).toBe(503);
    Object.assign(provider, { isSlow: false, keys: [] });
    expect(await stream(url, token)).toBe('200 goodbye');
  });

  it('get 503, and a stream a goodbye, while the provider publishes a key that cannot be read', async () => {
    const url = await start();
    const { sign } = await pair('ES256');
    const good = provider.keys;
    const token = await sign({ exp: now() + 86_400 });
    for (const broken of [{ x: 'AA' }, { x: undefined }, { x: 7 }]) {
      provider.keys = good.map((key) => ({ ...key, ...broken }));
      expect([broken, await status(url, token), await stream(url, token)]).toEqual([
        broken,
        503,
        '200 goodbye',
      ]);
      provider.keys = good;
      clock.pass(10_000);
      expect(await status(url, token)).toBe(200);
      clock.pass(3_600_000);
    }
  });

  it('may be up to 30 s ahead of our clock, and not expired', async () => {
    const url = await start();
    const { sign } = await pair('ES256');
    // Times by the service's clock, which stands still, so that a busy machine does not matter.
    const ours = Math.floor(clock.now() / 1000);
    expect(await status(url, await sign({ nbf: ours + 20, iat: ours + 20 }))).toBe(200);
    expect(await status(url, await sign({ nbf: ours + 40 }))).toBe(401);
    expect(await status(url, await sign({ exp: ours - 1 }))).toBe(401);
  });
});
