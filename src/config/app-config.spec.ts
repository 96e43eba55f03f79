import { describe, expect, it } from '@jest/globals';
import { loadConfig } from './app-config.js';
import { InvalidSettings } from './read-settings.js';

describe('the configuration', () => {
  it("has the reference's defaults and is frozen", () => {
    const config = loadConfig({});
    expect(config).toEqual({
      port: 8000,
      reconnectCpuPercent: 50,
      clusterClassicChannel: 'on',
      host: undefined,
      logLevel: 'info',
      logFormat: 'text',
      metricsPort: undefined,
      publicUrl: undefined,
      publicPath: '',
      corsOrigins: '*',
      corsCredentials: false,
      defaultLanguage: 'ja',
      heartbeatSeconds: 30,
      shutdownGraceSeconds: 25,
      workers: 1,
      logMaxNotices: 256,
      startQr: 'on',
      historyRetentionHours: 1,
      redisPrefix: '',
      consoleEnabled: true,
      access: { leaders: 'off', apiKeys: [], members: 'off', tokenSecrets: [], provider: null },
      limits: {
        streams: 50_000,
        streamsPerMeeting: 20_000,
        streamsPerAddress: 0,
        commandsPerMinute: 0,
        memberCallsPerMinute: 0,
      },
      trustProxy: false,
      tracing: null,
      store: { kind: 'embedded' },
      warnings: [],
    });
    expect(Object.isFrozen(config)).toBe(true);
  });

  it.each([
    [
      'the reference',
      { REDIS_HOST: 'redis' },
      { kind: 'standalone', host: 'redis', port: 6379, database: 0, tls: false },
    ],
    [
      'Railway',
      { REDISHOST: 'r.railway.internal', REDISPORT: '6380', REDISUSER: 'default', REDISPASSWORD: 'p' },
      { kind: 'standalone', host: 'r.railway.internal', port: 6380, username: 'default', password: 'p' },
    ],
    [
      'both',
      { REDISHOST: 'theirs', REDIS_HOST: 'ours', REDISPORT: '1', REDIS_PORT: '2' },
      { host: 'ours', port: 2 },
    ],
    [
      'a URL, which wins',
      { REDIS_URL: 'rediss://us%40er:p%23w@host:1234/2', REDIS_HOST: 'other' },
      {
        kind: 'standalone',
        host: 'host',
        port: 1234,
        username: 'us@er',
        password: 'p#w',
        database: 2,
        tls: true,
      },
    ],
    [
      'a URL as Railway writes it',
      { REDIS_URL: 'redis://default:p%2Fw@h:1/0?family=0' },
      { host: 'h', port: 1, password: 'p/w', database: 0 },
    ],
    ['an IPv6 URL', { REDIS_URL: 'redis://[::1]' }, { host: '::1', port: 6379, database: 0, tls: false }],
    [
      'sentinels',
      { REDIS_SENTINELS: 'a:1, b ,[::1]:3', REDIS_PASSWORD: 'p', REDIS_SENTINEL_PASSWORD: 's' },
      {
        kind: 'sentinel',
        name: 'mymaster',
        password: 'p',
        sentinelPassword: 's',
        sentinels: [
          { host: 'a', port: 1 },
          { host: 'b', port: 26379 },
          { host: '::1', port: 3 },
        ],
      },
    ],
    [
      'a cluster',
      { REDIS_CLUSTER: 'a,b:7000', REDIS_TLS: 'on' },
      {
        kind: 'cluster',
        tls: true,
        nodes: [
          { host: 'a', port: 6379 },
          { host: 'b', port: 7000 },
        ],
      },
    ],
  ])('finds Redis as %s says', (_, env, expected) => {
    expect(loadConfig(env).store).toMatchObject(expected);
  });

  it.each([
    { REDIS_PORT: '6380' },
    { REDIS_TLS: 'on' },
    { REDIS_SENTINEL_PASSWORD: 'p' },
    { REDISPASSWORD: 'p' },
  ])('refuses %j as an incomplete Redis configuration', (env) => {
    const [name = ''] = Object.keys(env);
    expect(() => loadConfig(env)).toThrow(`${name} is set, and nothing says where Redis is`);
  });

  it.each([
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '8e3'],
    ['PORT', '0x1F40'],
    ['PORT', '08000'],
    ['PORT', '+8000'],
    ['PORT', 'tcp://10.0.0.1:8000'],
    ['HOST', 'http://x'],
    ['HOST', 'localhost:8000'],
    ['HOST', '[::1]'],
    ['REDIS_HOST', 'redis:6379'],
    ['REDIS_HOST', '10.0.0.300'],
    ['REDIS_HOST', '${REDIS}'],
    ['REDIS_HOST', 'a..b'],
    ['MAX_STREAMS', '1e5'],
    ['LEADER_API_KEYS', `${'k'.repeat(24)},,${'l'.repeat(24)}`],
    ['REDIS_CLUSTER', 'a:7000,,b:7000'],
    ['REDIS_CLUSTER', '[a]:7000'],
    ['REDIS_CLUSTER', '::1'],
    ['REDIS_SENTINELS', 'a:026379'],
    ['LOG_LEVEL', 'trace'],
    ['LOG_FORMAT', 'xml'],
    ['METRICS_PORT', '70000'],
    ['CORS_ORIGINS', 'https://a.test/path'],
    ['CORS_ORIGINS', 'https://a.test,'],
    ['CORS_CREDENTIALS', 'on'],
    ['SSE_HEARTBEAT_SECONDS', '61'],
    ['LOG_MAX_NOTICES', '0'],
    ['RECONNECT_CPU_PERCENT', '0'],
    ['REDIS_CLUSTER_CLASSIC_CHANNEL', 'maybe'],
    ['HISTORY_RETENTION_HOURS', '721'],
    ['WORKERS', '0'],
    ['WEB_CONCURRENCY', 'auto'],
    ['CONSOLE_ENABLED', 'maybe'],
    ['CONSOLE_ENABLED', 'constructor'],
    ['REDIS_URL', 'redis://'],
    ['REDIS_URL', 'redis://host/x'],
    ['REDIS_URL', 'redis://%zz@host'],
    ['REDIS_URL', 'redis://user:%e3@host'],
    ['REDIS_URL', 'redis://host?db=2'],
    ['REDIS_URL', 'redis://host#2'],
    ['REDIS_URL', 'redis://host:0'],
    ['REDIS_URL', 'redis://${HOST}:6379'],
    ['REDIS_URL', 'redis://a,b:6379'],
    ['REDIS_PORT', '0'],
    ['REDIS_SENTINELS', 'a:0'],
    ['REDIS_CLUSTER', ','],
    ['REDIS_PASSWORD', 'a\u0007b'],
    ['REDIS_TLS', 'yes'],
    ['LEADER_AUTH', 'on'],
    ['LEADER_API_KEYS', 'too-short'],
    ['MEMBER_TOKEN_SECRETS', 'too-short-to-be-a-secret-of-HS256'.slice(0, 31)],
    ['AUTH_JWKS_URL', 'http://id.example.com/keys'],
    ['MAX_STREAMS', '-1'],
    ['TRUST_PROXY', 'true'],
    ['TRUST_PROXY', '0.0.0.0/0'],
    ['TRUST_PROXY', '10.0.0.0/8, proxy.example.com'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4317'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'https://user:key@collector'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'a key'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'x-key=a%0Ab'],
    ['OTEL_TRACES_SAMPLER', 'sometimes'],
    ['OTEL_TRACES_SAMPLER_ARG', '1.5'],
  ])('refuses %s=%j in one line that names it', (name, value) => {
    const refused = () => loadConfig({ REDIS_HOST: 'h', [name]: value });
    expect(refused).toThrow(InvalidSettings);
    expect(refused).toThrow(new RegExp(`^Invalid settings:\\n  ${name}=[^\\n]+: accepts [^\\n]+$`));
  });

  it('starts the requested number of workers, prefers WORKERS to WEB_CONCURRENCY, and needs Redis for more than one', () => {
    const redis = { REDIS_HOST: 'h' };
    expect(loadConfig({ ...redis, WEB_CONCURRENCY: '3' }).workers).toBe(3);
    expect(loadConfig({ ...redis, WEB_CONCURRENCY: '3', WORKERS: '2' }).workers).toBe(2);
    expect(loadConfig({ WORKERS: '1' }).workers).toBe(1);
    expect(() => loadConfig({ WORKERS: '2' })).toThrow(
      /^Invalid settings:\n {2}WORKERS=2: accepts 1 without Redis/,
    );
  });

  it('starts one worker without Redis, with a warning, if only WEB_CONCURRENCY asks for more', () => {
    const { workers, warnings } = loadConfig({ WEB_CONCURRENCY: '2' });
    expect([workers, warnings]).toEqual([
      1,
      [
        'WEB_CONCURRENCY=2 has no effect without Redis, as meetings then live in one process; set REDIS_URL for more',
      ],
    ]);
    expect(loadConfig({ WEB_CONCURRENCY: '2', REDIS_HOST: 'h' })).toMatchObject({ workers: 2, warnings: [] });
  });

  it('ignores the variables that Kubernetes sets for each Service', () => {
    const link = { REDIS_PORT: 'tcp://10.0.0.1:6379', METRICS_PORT: 'tcp://10.0.0.2:9090' };
    const { store, metricsPort, warnings } = loadConfig(link);
    expect([store, metricsPort, warnings.length]).toEqual([{ kind: 'embedded' }, undefined, 2]);
    expect(loadConfig({ ...link, REDIS_HOST: 'redis' }).store).toMatchObject({ host: 'redis', port: 6379 });
    expect(() => loadConfig({}, { values: link, warnings: [] })).toThrow('REDIS_PORT="tcp://10.0.0.1:6379"');
  });

  it.each([
    [
      'REDIS_PASSWORD',
      'redis://h',
      ['REDIS_PASSWORD has no effect beside REDIS_URL: write redis://user:password@host'],
    ],
    ['REDIS_PASSWORD', 'redis://:p@h', []],
    ['REDIS_CLUSTER', 'redis://:p@h', ['REDIS_CLUSTER has no effect beside REDIS_URL: remove one']],
    ['REDIS_HOST', 'redis://h', []],
  ])('warns that %s is not used beside %s', (name, url, warnings) => {
    expect(loadConfig({ REDIS_URL: url, [name]: 'x' }).warnings).toEqual(
      warnings.map((text) => expect.stringContaining(text)),
    );
  });

  it('does not drop TLS silently', () => {
    expect(() => loadConfig({ REDIS_URL: 'redis://h', REDIS_TLS: 'on' })).toThrow('write rediss:// for TLS');
    expect(loadConfig({ REDIS_URL: 'rediss://h', REDIS_TLS: 'on' }).store).toMatchObject({ tls: true });
  });

  it('treats a blank value as unset', () => {
    expect(loadConfig({ PORT: ' 81\r', CONSOLE_ENABLED: ' FALSE ' })).toMatchObject({
      port: 81,
      consoleEnabled: false,
    });
  });

  it('hides short keys, and names them', () => {
    const env = { LEADER_AUTH: 'key', LEADER_API_KEYS: 'short-but-secret' };
    expect(() => loadConfig(env)).toThrow(/LEADER_API_KEYS=\(hidden\): accepts [^\n]*at least 24/);
    expect(() => loadConfig(env)).not.toThrow(/short-but-secret/);
  });

  const [KEY, SECRET] = ['k'.repeat(24), 's'.repeat(32)];

  it.each([
    [{ LEADER_AUTH: 'key' }, 'LEADER_AUTH=key needs LEADER_API_KEYS'],
    [{ LEADER_API_KEYS: KEY }, 'LEADER_API_KEYS is set but LEADER_AUTH is off'],
    [{ LEADER_API_KEYS: KEY, LEADER_AUTH: 'claim' }, 'LEADER_API_KEYS is set but LEADER_AUTH is claim'],
    [{ MEMBER_AUTH: 'token' }, 'MEMBER_AUTH=token needs MEMBER_TOKEN_SECRETS or AUTH_JWKS_URL'],
    [{ AUTH_JWKS_URL: 'https://id.example.com/keys' }, 'AUTH_JWKS_URL is set but MEMBER_AUTH is off'],
    [{ MEMBER_TOKEN_SECRETS: SECRET }, 'MEMBER_TOKEN_SECRETS is set but MEMBER_AUTH is off'],
  ])('refuses a protection that is half configured: %j', (env, complaint) => {
    expect(() => loadConfig(env)).toThrow(complaint);
  });

  it.each([
    ['off', false],
    ['2', 2],
    ['loopback, 10.0.0.0/8,fd00::/8', ['loopback', '10.0.0.0/8', 'fd00::/8']],
  ])('trusts the configured proxies: %s', (text, trusted) => {
    expect(loadConfig({ TRUST_PROXY: text }).trustProxy).toEqual(trusted);
  });

  const collector = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318' };

  it.each([
    [{}, { headers: {}, serviceName: 'kyukei', parentBased: true, ratio: 1 }],
    [{ OTEL_EXPORTER_OTLP_HEADERS: 'a=b, x-key=c%20=' }, { headers: { a: 'b', 'x-key': 'c =' } }],
    [{ OTEL_TRACES_SAMPLER: 'always_off' }, { parentBased: false, ratio: 0 }],
    [
      { OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.1' },
      { parentBased: true, ratio: 0.1 },
    ],
  ])('configures tracing: %j', (env, expected) => {
    expect(loadConfig({ ...collector, ...env }).tracing).toMatchObject(expected);
    expect(loadConfig(env).tracing).toBeNull();
    const unused = { ...collector, OTEL_TRACES_SAMPLER_ARG: '0.1' };
    expect(() => loadConfig(unused)).toThrow('OTEL_TRACES_SAMPLER is parentbased_always_on');
  });

  it('allows credentials for listed origins only, never for any origin', () => {
    const load = (CORS_ORIGINS: string) => loadConfig({ CORS_ORIGINS, CORS_CREDENTIALS: 'true' });
    expect(load('https://a.test').corsCredentials).toBe(true);
    for (const origins of [
      '',
      '*',
      'https://a.test,*',
      'https://a.test, null',
      'https://*.a.test',
      'moz-extension://*',
    ])
      expect(() => load(origins)).toThrow(
        /^Invalid settings:\n {2}CORS_CREDENTIALS=true: accepts only CORS_ORIGINS that name each origin[^\n]*$/,
      );
  });

  it('accepts origins as browsers send them', () => {
    const origins = 'https://Example.com:8443, null, chrome-extension://abc, moz-extension://1-2';
    expect(loadConfig({ CORS_ORIGINS: origins }).corsOrigins).toEqual([
      'https://example.com:8443',
      'null',
      'chrome-extension://abc',
      'moz-extension://1-2',
    ]);
    expect(loadConfig({ CORS_ORIGINS: 'https://a.test,*' }).corsOrigins).toBe('*');
  });
});
