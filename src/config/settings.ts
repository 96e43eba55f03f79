import { HEARTBEAT } from '../domain/heartbeat.js';
import { languages } from '../domain/texts.js';
import { jwksUrl, proxies } from './access-parsers.js';
import { origin } from './origins.js';
import { address, host, integer, listOf, oneOf, redisUrl, text, trueOrFalse } from './parsers.js';
import { publicUrl } from './public-url.js';
import { asField, optional, secret, setting, type Setting } from './setting.js';
import { collectorUrl, headers, ratio } from './tracing-parsers.js';

const credential = text('text without control characters', /^\P{Cc}+$/u);
const port = integer(1, 65535);
/** Long enough to hold 128 random bits in the usual encodings. */
const apiKey = text('at least 24 visible ASCII characters without commas', /^[\x21-\x2b\x2d-\x7e]{24,255}$/);
/** RFC 7518 §3.2: an HS256 key must be at least as long as the hash, 32 bytes. */
const signingSecret = text(
  'at least 32 visible ASCII characters without commas',
  /^[\x21-\x2b\x2d-\x7e]{32,255}$/,
);
const upTo = (most: number) => integer(0, most);

/**
 * Every setting of the service. `AppConfig`, `--help`, `docs/settings.md` and `.env.example` are derived from
 * it: `npm run docs:settings` writes the two files.
 */
export const settings = {
  PORT: asField(
    'port',
    setting('TCP port to listen on; 0 = any free port, which the log names.', integer(0, 65535), '8000'),
  ),
  HOST: asField('host', optional('Address to listen on. Empty = all IPv4 and IPv6 addresses.', host)),
  LOG_LEVEL: asField(
    'logLevel',
    setting(
      'Lowest severity of the log lines to print. The signal SIGUSR2 turns debug on, and off again.',
      oneOf('error', 'warn', 'info', 'debug'),
      'info',
    ),
  ),
  LOG_FORMAT: optional(
    'Format of log lines. Empty = json if NODE_ENV is production, else text.',
    oneOf('json', 'text'),
  ),
  NODE_ENV: optional('Environment of a Node program; production = log lines in JSON.', text('a word')),
  METRICS_PORT: asField(
    'metricsPort',
    optional(
      'TCP port of /metrics; 0 = any free port. Empty = /metrics is on PORT, and with WORKERS nowhere.',
      integer(0, 65535),
    ),
  ),
  PUBLIC_URL: asField(
    'publicUrl',
    optional(
      'Public URL, maybe with a path, for links that people pass on. Empty = the address of the page.',
      publicUrl,
    ),
  ),
  CORS_ORIGINS: setting('Origins whose pages may call the service, comma-separated.', listOf(origin), '*'),
  CORS_CREDENTIALS: asField(
    'corsCredentials',
    setting(
      'true = pages of these origins may send cookies, such as those of a login proxy. Not with null or *.',
      trueOrFalse,
      'false',
    ),
  ),
  DEFAULT_LANGUAGE: asField(
    'defaultLanguage',
    setting('Language of the default texts.', oneOf(...languages), 'ja'),
  ),
  SSE_HEARTBEAT_SECONDS: asField(
    'heartbeatSeconds',
    setting(
      'Seconds between the heartbeats of a stream, unless its client asks for another interval.',
      integer(HEARTBEAT.minimum, HEARTBEAT.maximum),
      '30',
    ),
  ),
  RECONNECT_CPU_PERCENT: asField(
    'reconnectCpuPercent',
    setting(
      'Percent of one core that reconnecting streams may use: above 2,000 streams clients wait longer, up to 60 s.',
      integer(1, 100),
      '50',
    ),
  ),
  SHUTDOWN_GRACE_SECONDS: asField(
    'shutdownGraceSeconds',
    setting('Seconds that a process has to finish its work after the signal to stop.', integer(1, 600), '25'),
  ),
  WORKERS: optional(
    'Number of processes that share the port; more than 1 needs Redis. Empty = 1.',
    integer(1, 256),
  ),
  WEB_CONCURRENCY: optional(
    'The same as WORKERS, under the name that Heroku and Render set. It has no effect without Redis.',
    integer(1, 256),
  ),
  LOG_MAX_NOTICES: asField(
    'logMaxNotices',
    setting(
      'Notices kept in the log of a meeting, for reconnecting members. A stream replays a megabyte at most.',
      integer(1, 100_000),
      '256',
    ),
  ),
  HISTORY_RETENTION_HOURS: asField(
    'historyRetentionHours',
    setting(
      "Hours for which the totals of a meeting's breaks are kept after its end, also after a new start.",
      integer(1, 720),
      '1',
    ),
  ),
  CONSOLE_ENABLED: asField(
    'consoleEnabled',
    setting('true = serve the web console at /; false = serve the API only.', trueOrFalse, 'true'),
  ),
  START_QR: asField(
    'startQr',
    setting(
      'on = the start shows in a terminal a QR code that leads a phone to the console; off = it does not.',
      oneOf('on', 'off'),
      'on',
    ),
  ),

  LEADER_AUTH: setting(
    'Who may command a meeting: anyone (off), holders of an API key, or the one who started it (claim).',
    oneOf('off', 'key', 'claim'),
    'off',
  ),
  LEADER_API_KEYS: secret('The API keys for LEADER_AUTH=key, comma-separated.', listOf(apiKey)),
  MEMBER_AUTH: setting(
    'Who may listen to a meeting and answer: anyone (off), or holders of a token for it.',
    oneOf('off', 'token'),
    'off',
  ),
  MEMBER_TOKEN_SECRETS: secret(
    'Secrets for the tokens of MEMBER_AUTH=token (HS256), comma-separated. The first one signs, all verify.',
    listOf(signingSecret),
  ),
  AUTH_JWKS_URL: optional('URL of the keys of an identity provider, for MEMBER_AUTH=token.', jwksUrl),
  AUTH_ISSUER: optional(
    "Required `iss` of the identity provider's tokens. Empty = any.",
    text('text without spaces'),
  ),
  AUTH_AUDIENCE: setting(
    "Required `aud` of the identity provider's tokens.",
    text('text without spaces'),
    'kyukei',
  ),

  MAX_STREAMS: setting(
    'Maximum number of open streams of a process; 0 = no limit.',
    upTo(1_000_000),
    '50000',
  ),
  MAX_STREAMS_PER_MEETING: setting(
    'Maximum number of open streams of one meeting on a process; 0 = no limit.',
    upTo(1_000_000),
    '20000',
  ),
  MAX_STREAMS_PER_ADDRESS: setting(
    'Maximum number of open streams of one client address on a process; 0 = no limit.',
    upTo(1_000_000),
    '0',
  ),
  COMMANDS_PER_MINUTE: setting(
    "Leaders' commands per minute of one key or address, over all processes; 0 = no limit.",
    upTo(1_000_000),
    '0',
  ),
  MEMBER_CALLS_PER_MINUTE: setting(
    "Members' answers and break requests per minute of one address, over all processes; 0 = no limit.",
    upTo(1_000_000),
    '0',
  ),
  TRUST_PROXY: asField(
    'trustProxy',
    setting(
      'The proxies whose X-Forwarded-For, X-Forwarded-Proto and X-Forwarded-Prefix the service trusts.',
      proxies,
      'off',
    ),
  ),

  OTEL_EXPORTER_OTLP_ENDPOINT: optional(
    'URL of an OTLP collector (JSON over HTTP) for traces; `/v1/traces` is added. Empty = no tracing.',
    collectorUrl,
  ),
  OTEL_EXPORTER_OTLP_HEADERS: secret('Headers to send with traces, such as an API key.', headers),
  OTEL_SERVICE_NAME: setting('Name of this service in traces.', text('text without spaces'), 'kyukei'),
  OTEL_TRACES_SAMPLER: setting(
    'Sampler of traces. With parentbased, a trace that began elsewhere is kept if its caller keeps it.',
    oneOf(
      'always_on',
      'always_off',
      'traceidratio',
      'parentbased_always_on',
      'parentbased_always_off',
      'parentbased_traceidratio',
    ),
    'parentbased_always_on',
  ),
  OTEL_TRACES_SAMPLER_ARG: optional('Fraction of traces that traceidratio keeps. Empty = all.', ratio),

  REDIS_URL: secret(
    'URL of the Redis server. Overrides the settings that say where Redis is and how to log in.',
    redisUrl,
  ),
  REDIS_HOST: optional('Host of the Redis server. Without any Redis setting the service is embedded.', host),
  REDIS_PORT: optional('Port of the Redis server. Empty = 6379.', port),
  REDIS_USERNAME: optional('ACL user of Redis. Empty = the default user.', credential),
  REDIS_PASSWORD: secret('Password of Redis. Empty = none.', credential),
  REDIS_TLS: setting(
    'on = encrypt connections to Redis. With REDIS_URL, write rediss:// instead.',
    oneOf('off', 'on'),
    'off',
  ),
  REDIS_SENTINELS: optional('Addresses of Redis Sentinels, comma-separated.', listOf(address(26379))),
  REDIS_SENTINEL_NAME: setting(
    'Name of the master that the Sentinels watch.',
    text('a name without spaces'),
    'mymaster',
  ),
  REDIS_SENTINEL_PASSWORD: secret('Password of the Sentinels themselves. Empty = none.', credential),
  REDIS_CLUSTER: optional(
    'Addresses of some nodes of a Redis Cluster, comma-separated.',
    listOf(address(6379)),
  ),
  REDIS_CLUSTER_CLASSIC_CHANNEL: asField(
    'clusterClassicChannel',
    setting(
      'off = in a Cluster of Redis 7 or later, announce breaks on sharded channels only, which go to one master instead of all.',
      oneOf('on', 'off'),
      'on',
    ),
  ),
  REDIS_PREFIX: optional(
    'Prefix of all keys and channels, if installations share a Redis. A change leaves running meetings behind.',
    text('at most 32 of A-Z a-z 0-9 : _ -', /^[A-Za-z0-9:_-]{1,32}$/),
  ),

  REDISHOST: optional('The same as REDIS_HOST, under the name that Railway sets.', host),
  REDISPORT: optional('The same as REDIS_PORT, under the name that Railway sets.', port),
  REDISUSER: optional('The same as REDIS_USERNAME, under the name that Railway sets.', credential),
  REDISPASSWORD: secret('The same as REDIS_PASSWORD, under the name that Railway sets.', credential),
} satisfies Record<string, Setting<unknown>>;

export type Settings = {
  readonly [Name in keyof typeof settings]: (typeof settings)[Name] extends Setting<infer T> ? T : never;
};

/** The fields of `AppConfig` that are the value of one setting. */
export type Fields = {
  readonly [
    Name in keyof typeof settings as (typeof settings)[Name] extends {
      readonly field: infer Field extends string;
    }
      ? Field
      : never
  ]: Settings[Name];
};

/** Picks the {@link Fields} out of all values. */
export function fieldsOf(values: Settings): Fields {
  const declared = Object.entries<Setting<unknown> & { readonly field?: string }>(settings);
  const fields = declared.flatMap(([name, { field }]) =>
    field === undefined ? [] : [[field, values[name as keyof Settings]]],
  );
  return Object.fromEntries(fields) as Fields;
}
