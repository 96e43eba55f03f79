import { describe, expect, it } from '@jest/globals';
import { loadConfig } from '../config/app-config.js';
import { describeOpenAccess } from './describe-open-access.js';

describe('the startup warning about open access', () => {
  it('lists everything that is open and the setting that closes it, in one line', () => {
    expect(describeOpenAccess(loadConfig({}))).toBe(
      'open: anyone can lead (LEADER_AUTH=off), anyone can listen (MEMBER_AUTH=off), ' +
        'pages of any origin can call (CORS_ORIGINS=*), as often as they like (COMMANDS_PER_MINUTE=0), ' +
        'members too (MEMBER_CALLS_PER_MINUTE=0), anyone can read /metrics (no METRICS_PORT)',
    );
  });

  it('says so when nothing is open', () => {
    const env = {
      LEADER_AUTH: 'claim',
      MEMBER_AUTH: 'token',
      MEMBER_TOKEN_SECRETS: 's'.repeat(32),
      CORS_ORIGINS: 'https://example.com',
      COMMANDS_PER_MINUTE: '60',
      MEMBER_CALLS_PER_MINUTE: '60',
      METRICS_PORT: '9090',
    };
    expect(describeOpenAccess(loadConfig(env))).toBe('open: nothing');
  });
});
