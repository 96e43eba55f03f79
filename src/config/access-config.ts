import { InvalidSettings } from './read-settings.js';
import type { Settings } from './settings.js';

/** The URL of an identity provider's keys, and the claims that its tokens must have. */
export interface IdentityProvider {
  readonly jwksUrl: URL;
  readonly issuer: string | undefined;
  readonly audience: string;
}

/** The settings that decide who may do what. */
export interface AccessConfig {
  readonly leaders: 'off' | 'key' | 'claim';
  readonly apiKeys: readonly string[];
  readonly members: 'off' | 'token';
  /** The first one signs; all of them verify. */
  readonly tokenSecrets: readonly string[];
  readonly provider: IdentityProvider | null;
}

/** Upper limits; 0 = no limit. */
export interface Limits {
  /** Open streams of this process. */
  readonly streams: number;
  readonly streamsPerMeeting: number;
  readonly streamsPerAddress: number;
  /** Calls per minute of a key or address, over all processes. */
  readonly commandsPerMinute: number;
  readonly memberCallsPerMinute: number;
}

/**
 * Throws `InvalidSettings` for a protection that is half configured: it would protect nothing, or nobody
 * could pass it.
 */
export function accessConfig(settings: Settings): AccessConfig {
  const { LEADER_AUTH: leaders, MEMBER_AUTH: members } = settings;
  const { LEADER_API_KEYS, MEMBER_TOKEN_SECRETS, AUTH_JWKS_URL } = settings;
  const complaints: string[] = [];
  if (leaders === 'key' && !LEADER_API_KEYS)
    complaints.push('LEADER_AUTH=key needs LEADER_API_KEYS: set at least one key');
  if (leaders !== 'key' && LEADER_API_KEYS)
    complaints.push(
      `LEADER_API_KEYS is set but LEADER_AUTH is ${leaders}: set LEADER_AUTH=key, or remove it`,
    );
  if (members === 'token' && !MEMBER_TOKEN_SECRETS && !AUTH_JWKS_URL)
    complaints.push('MEMBER_AUTH=token needs MEMBER_TOKEN_SECRETS or AUTH_JWKS_URL: set one of them');
  for (const [name, value] of Object.entries({ MEMBER_TOKEN_SECRETS, AUTH_JWKS_URL }))
    if (members === 'off' && value)
      complaints.push(`${name} is set but MEMBER_AUTH is off: set MEMBER_AUTH=token, or remove it`);
  if (complaints.length > 0) throw new InvalidSettings(complaints);
  return {
    leaders,
    apiKeys: LEADER_API_KEYS ?? [],
    members,
    tokenSecrets: MEMBER_TOKEN_SECRETS ?? [],
    provider: AUTH_JWKS_URL
      ? { jwksUrl: AUTH_JWKS_URL, issuer: settings.AUTH_ISSUER, audience: settings.AUTH_AUDIENCE }
      : null,
  };
}

export function limits(settings: Settings): Limits {
  return {
    streams: settings.MAX_STREAMS,
    streamsPerMeeting: settings.MAX_STREAMS_PER_MEETING,
    streamsPerAddress: settings.MAX_STREAMS_PER_ADDRESS,
    commandsPerMinute: settings.COMMANDS_PER_MINUTE,
    memberCallsPerMinute: settings.MEMBER_CALLS_PER_MINUTE,
  };
}
