import { createHmac, randomBytes } from 'node:crypto';
import { kyukei } from './kyukei.mjs';

const key = randomBytes(24).toString('hex');
const secret = randomBytes(32).toString('hex');
const most = '1000000';
const exp = Math.floor(Date.now() / 1000) + 86_000;

const base64 = (claims) => Buffer.from(JSON.stringify(claims)).toString('base64url');

/** A member's token (JWT, HS256), in the format of docs/security.md. */
function tokenFor(meeting, more = {}) {
  const signed = `${base64({ alg: 'HS256' })}.${base64({ meeting_id: meeting, exp, ...more })}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

let streams = 0;

/**
 * Kyukei with all protections on and limits that are never reached, to show the cost of protection beside
 * `kyukei`.
 * These contestants run only if `--contestants` names them.
 */
const protectedWith = (name, label, tokenOf) => ({
  ...kyukei,
  name,
  label,
  byNameOnly: true,
  stream: (meeting) => `${kyukei.stream(meeting)}&token=${tokenOf(meeting)}`,
  rest: (meeting, message) => ({ ...kyukei.rest(meeting, message), headers: `X-API-Key: ${key}\r\n` }),
  start: (how) =>
    kyukei.start(how, {
      LEADER_AUTH: 'key',
      LEADER_API_KEYS: key,
      MEMBER_AUTH: 'token',
      MEMBER_TOKEN_SECRETS: secret,
      MAX_STREAMS: most,
      MAX_STREAMS_PER_MEETING: most,
      MAX_STREAMS_PER_ADDRESS: most,
      COMMANDS_PER_MINUTE: most,
      MEMBER_CALLS_PER_MINUTE: most,
      CORS_ORIGINS: 'https://example.com',
    }),
});

/**
 * All members of a meeting share one token, as with a shared link.
 * @type {import('./contestant.mjs').Contestant}
 */
export const kyukeiProtected = protectedWith('kyukei-protected', 'Kyukei, protected', (meeting) =>
  tokenFor(meeting),
);

/**
 * Each member has its own token.
 * @type {import('./contestant.mjs').Contestant}
 */
export const kyukeiOwnTokens = protectedWith(
  'kyukei-own-tokens',
  'Kyukei, protected, a token each',
  (meeting) => tokenFor(meeting, { jti: String(++streams) }),
);
