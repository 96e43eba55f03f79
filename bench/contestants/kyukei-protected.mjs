import { createHmac, randomBytes } from 'node:crypto';
import { kyukei } from './kyukei.mjs';

const key = randomBytes(24).toString('hex');
const secret = randomBytes(32).toString('hex');
const most = '1000000';

const base64 = (claims) => Buffer.from(JSON.stringify(claims)).toString('base64url');

/** A member's token (JWT, HS256), as docs/security.md has it. */
function tokenFor(meeting) {
  const exp = Math.floor(Date.now() / 1000) + 86_000;
  const signed = `${base64({ alg: 'HS256' })}.${base64({ meeting_id: meeting, exp })}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

/**
 * With every protection on, and limits that nothing reaches: what they cost beside `kyukei`. Only when it is asked for by name.
 *
 * @type {import('./contestant.mjs').Contestant}
 */
export const kyukeiProtected = {
  ...kyukei,
  name: 'kyukei-protected',
  label: 'Kyukei, protected',
  byNameOnly: true,
  stream: (meeting) => `${kyukei.stream(meeting)}&token=${tokenFor(meeting)}`,
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
};
