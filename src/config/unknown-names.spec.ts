import { describe, expect, it } from '@jest/globals';
import { checkNames } from './unknown-names.js';

const inEnvironment = (name: string, value = 'x') => checkNames({ [name]: value }, {});
const inFile = (name: string) => checkNames({}, { [name]: 'x' });

describe('a variable that is not a setting', () => {
  it.each([
    ['LEADER_AUHT', 'LEADER_AUTH'],
    ['leader_auth', 'LEADER_AUTH'],
    ['LEADER_API_KEY', 'LEADER_API_KEYS'],
    ['MEMBER_TOKEN_SECRET', 'MEMBER_TOKEN_SECRETS'],
    ['CORS_ORIGIN', 'CORS_ORIGINS'],
    ['MAX_STREAMS_PER_MEETINGS', 'MAX_STREAMS_PER_MEETING'],
    ['SSE_HEARTBEAT', 'SSE_HEARTBEAT_SECONDS'],
  ])('is an error if it has our prefix, in .env and in the environment: %s, meant as %s', (name, meant) => {
    const line = `is not a setting: did you mean ${meant}?`;
    expect(inEnvironment(name)).toEqual({ complaints: [`${name} ${line}`], warnings: [] });
    expect(inFile(name)).toEqual({ complaints: [`${name} in .env ${line}`], warnings: [] });
  });

  it('is ignored if shells export it themselves', () => {
    expect(inEnvironment('_', '/usr/bin/npm')).toEqual({ complaints: [], warnings: [] });
    expect(inEnvironment('__')).toEqual({ complaints: [], warnings: [] });
  });

  it('gets an error that lists the settings if it has our prefix and resembles none', () => {
    expect(inEnvironment('LEADER_PASSWORD').complaints).toEqual([
      'LEADER_PASSWORD is not a setting: there are LEADER_AUTH, LEADER_API_KEYS',
    ]);
    expect(inEnvironment('CORS_ALLOWED_METHODS').complaints).toEqual([
      'CORS_ALLOWED_METHODS is not a setting: there are CORS_ORIGINS, CORS_CREDENTIALS',
    ]);
  });

  it.each([
    ['REDIS_URI', 'REDIS_URL'],
    ['REDIS_PASWORD', 'REDIS_PASSWORD'],
    ['REDIS_PASSWORD_FILE', 'REDIS_PASSWORD'],
    ['REDIS-HOST', 'REDIS_HOST'],
    ['KYUKEI_LEADER_AUTH', 'LEADER_AUTH'],
    ['KYUKEI_PORT', 'PORT'],
    ['LOGLEVEL', 'LOG_LEVEL'],
    ['TRUST_PROXYS', 'TRUST_PROXY'],
    ['Port', 'PORT'],
    ['PROT', 'PORT'],
  ])(
    'is an error in .env and a warning elsewhere if it resembles a setting: %s, meant as %s',
    (name, meant) => {
      const line = `is not a setting: did you mean ${meant}?`;
      expect(inFile(name).complaints).toEqual([`${name} in .env ${line}`]);
      expect(inEnvironment(name)).toEqual({ complaints: [], warnings: [`${name} ${line}`] });
    },
  );

  it.each([
    'PATH',
    'HOME',
    'REDIS_POOL',
    'REDIS_DB',
    'REDIS_TTL',
    'DATABASE_URL',
    'RUST_LOG_LEVEL',
    'CI',
    'ORIGIN',
  ])('is ignored if it resembles no setting: %s', (name) => {
    expect(inEnvironment(name)).toEqual({ complaints: [], warnings: [] });
    expect(inFile(name)).toEqual({ complaints: [], warnings: [] });
  });

  it.each([
    ['REDIS_SERVICE_HOST', '10.0.0.1'],
    ['REDIS_SERVICE_PORT', '6379'],
    ['KYUKEI_PORT', 'tcp://10.0.0.1:8000'],
    ['KYUKEI_PORT_8000_TCP_ADDR', '10.0.0.1'],
    ['LEADER_PORT', 'tcp://[fd00::1]:80'],
    ['LEADER_SERVICE_PORT_HTTP', '80'],
    ['SSE_PORT_80_TCP', 'tcp://10.0.0.1:80'],
  ])('is ignored if Kubernetes sets it for a Service: %s=%s', (name, value) => {
    expect(inEnvironment(name, value)).toEqual({ complaints: [], warnings: [] });
  });

  it('cannot break the log line that reports it', () => {
    expect(inEnvironment('SSE_\n').complaints).toEqual([
      '"SSE_\\n" is not a setting: did you mean SSE_HEARTBEAT_SECONDS?',
    ]);
  });
});
