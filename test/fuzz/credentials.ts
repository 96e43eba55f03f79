import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { exportJWK, generateKeyPair } from 'jose';
import { call } from '../support/api.js';
import type { Cleanup } from '../support/cleanup.js';
import type { Env } from '../support/service.js';
import { hostileValue, ids } from './values.js';

const KEY = 'first-key-0123456789abcdef';

/** All protections, with limits that this many requests do not reach. */
export async function protections(cleanup: Cleanup): Promise<Env> {
  const { publicKey } = await generateKeyPair('ES256');
  const keys = [{ ...(await exportJWK(publicKey)), alg: 'ES256', kid: 'a' }];
  const provider = createServer((_, response) => response.end(JSON.stringify({ keys })));
  cleanup.add(() => provider.close());
  await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
  return {
    LEADER_AUTH: 'key',
    LEADER_API_KEYS: KEY,
    MEMBER_AUTH: 'token',
    MEMBER_TOKEN_SECRETS: 'the-secret-that-signs-0123456789abcdef',
    AUTH_JWKS_URL: `http://127.0.0.1:${(provider.address() as AddressInfo).port}/keys`,
    COMMANDS_PER_MINUTE: '1000000',
    MEMBER_CALLS_PER_MINUTE: '1000000',
    MAX_STREAMS_PER_ADDRESS: '1000000',
    TRUST_PROXY: 'loopback',
    CORS_ORIGINS: 'https://example.com',
    CORS_CREDENTIALS: 'true',
  };
}

type Headers = Record<string, string>;

/**
 * Credentials of a caller: mostly valid ones, because other requests do not pass the guards; else forged
 * ones.
 */
export async function credentials(url: string): Promise<fc.Arbitrary<Headers>> {
  const key = { 'x-api-key': KEY };
  const token = async (id: string, body: object) =>
    bearer(String((await call('POST', `${url}/api/meetings/${id}/tokens`, body, key)).body['token']));
  const tokens = await Promise.all([
    token('abc', { role: 'member' }),
    token('abc', { role: 'leader' }),
    token('m', { client_id: 'a' }),
  ]);
  return fc.oneof(
    { weight: 6, arbitrary: fc.constant<Headers>(key) },
    { weight: 2, arbitrary: fc.constantFrom<Headers[]>(...tokens) },
    { weight: 1, arbitrary: fc.constantFrom<Headers[]>({}, { 'x-api-key': 'wrong' }, bearer('..')) },
    { weight: 1, arbitrary: forged.map(bearer) },
  );
}

const bearer = (token: string): Headers => ({ authorization: `Bearer ${token}` });

const alg = fc.constantFrom('none', 'HS256', 'HS512', 'ES256', 'RS256', 'EdDSA', 'dir', '');
const head = fc.record(
  {
    alg: fc.oneof({ weight: 5, arbitrary: alg }, { weight: 1, arbitrary: hostileValue }),
    ...Object.fromEntries(
      ['kid', 'crit', 'b64', 'zip', 'jku', 'jwk', 'x5c', 'typ'].map((name) => [name, hostileValue]),
    ),
  },
  { requiredKeys: [] },
);
const claims = fc.record(
  {
    meeting_id: ids,
    exp: fc.oneof(fc.constant(2 ** 40), hostileValue),
    aud: fc.constantFrom('kyukei'),
    role: fc.constant('leader'),
    client_id: hostileValue,
  },
  { requiredKeys: [] },
);
const encoded = (part: fc.Arbitrary<unknown>) =>
  fc
    .oneof({ weight: 5, arbitrary: part }, { weight: 1, arbitrary: hostileValue })
    .map((value) => Buffer.from(JSON.stringify(value)).toString('base64url'));
const signature = fc.uint8Array({ maxLength: 70 }).map((bytes) => Buffer.from(bytes).toString('base64url'));

/** Forged tokens, in all shapes that a parser may get. */
const forged = fc.tuple(encoded(head), encoded(claims), signature).map((parts) => parts.join('.'));
