import { languages } from '../domain/texts.js';
import { jwksUrl, proxies } from './access-readers.js';
import { origin } from './origins.js';
import { address, host, integer, listOf, oneOf, redisUrl, text, type Reader } from './readers.js';
import { publicUrl } from './public-url.js';
import { collectorUrl, headers, ratio } from './tracing-readers.js';

/** One environment variable: its effect, its default as one would write it in `.env`, and what it accepts. */
export interface Setting<T> {
  readonly about: string;
  /** Used when the variable is unset or empty. `''` = the setting is then absent. */
  readonly default: string;
  readonly reader: Reader<T>;
  /** A secret is never repeated in a complaint or a log line. */
  readonly secret?: boolean;
}

function setting<T>(about: string, reader: Reader<T>, fallback: string): Setting<T> {
  return { about, reader, default: fallback };
}

function optional<T>(about: string, reader: Reader<T>): Setting<T | undefined> {
  return { about, reader, default: '' };
}

function secret<T>(about: string, reader: Reader<T>): Setting<T | undefined> {
  return { about, reader, default: '', secret: true };
}

const credential = text('text without control characters', /^\P{Cc}+$/u);
const port = integer(1, 65535);
/** As hard to guess as 128 random bits, in any usual encoding. */
const apiKey = text('at least 24 visible ASCII characters without commas', /^[\x21-\x2b\x2d-\x7e]{24,255}$/);
/** RFC 7518 §3.2: a key of HS256 is at least as long as its hash. */
const signingSecret = text(
  'at least 32 visible ASCII characters without commas',
  /^[\x21-\x2b\x2d-\x7e]{32,255}$/,
);
const upTo = (most: number) => integer(0, most);

/** Every setting of the service. `.env.example` lists the same names (a test compares them). */
export const settings = {
  PORT: setting('TCP port to listen on; 0 takes any free port and prints it.', integer(0, 65535), '8000'),
  HOST: optional('Address to listen on. Empty = all addresses, IPv4 and IPv6.', host),
  LOG_LEVEL: setting(
    'Least severe log lines to print. SIGUSR2 to the process turns debug on, and off again.',
    oneOf('error', 'warn', 'info', 'debug'),
    'info',
  ),
  LOG_FORMAT: optional(
    'How log lines are written. Empty = json when NODE_ENV is production, else text.',
    oneOf('json', 'text'),
  ),
  NODE_ENV: optional('What Node programs go by; production = log lines in JSON.', text('a word')),
  METRICS_PORT: optional(
    'TCP port for /metrics, so that it is not served on PORT; 0 takes any free port. Empty = on PORT; with WORKERS, nowhere.',
    integer(0, 65535),
  ),
  PUBLIC_URL: optional(
    'Where people reach the service, if that is not where a page was opened: for links that are passed on. May have a path.',
    publicUrl,
  ),
  CORS_ORIGINS: setting('Origins whose pages may call the service, comma-separated.', listOf(origin), '*'),
  CORS_CREDENTIALS: setting(
    'Whether these pages may send the cookies of a proxy that logs people in; not with null or a *.',
    oneOf('true', 'false'),
    'false',
  ),
  DEFAULT_LANGUAGE: setting('Language of texts that nobody wrote.', oneOf(...languages), 'ja'),
  SSE_HEARTBEAT_SECONDS: setting(
    'Seconds between heartbeat frames on a stream that does not ask for its own.',
    integer(3, 60),
    '30',
  ),
  SHUTDOWN_GRACE_SECONDS: setting('Seconds a stopping process has to end its work.', integer(1, 600), '25'),
  WORKERS: optional('Processes that share the port; more than 1 needs Redis. Empty = 1.', integer(1, 256)),
  WEB_CONCURRENCY: optional(
    'As WORKERS; the name that Heroku and Render use. Without Redis it has no effect.',
    integer(1, 256),
  ),
  LOG_MAX_NOTICES: setting(
    'Notices kept per meeting, for who comes back (a stream is sent a megabyte of them at most); older ones are dropped.',
    integer(1, 100_000),
    '256',
  ),
  CONSOLE_ENABLED: setting(
    'Serve the web console at /; false = the API only.',
    oneOf('true', 'false'),
    'true',
  ),

  LEADER_AUTH: setting(
    'Who may command a meeting: anyone, who has a key, or who started it.',
    oneOf('off', 'key', 'claim'),
    'off',
  ),
  LEADER_API_KEYS: secret('With LEADER_AUTH=key: the keys, comma-separated.', listOf(apiKey)),
  MEMBER_AUTH: setting(
    'Who may listen and answer: anyone, or who has a token for the meeting.',
    oneOf('off', 'token'),
    'off',
  ),
  MEMBER_TOKEN_SECRETS: secret(
    'With MEMBER_AUTH=token: what tokens are signed with (HS256), comma-separated; the first signs new ones.',
    listOf(signingSecret),
  ),
  AUTH_JWKS_URL: optional('With MEMBER_AUTH=token: where the keys of an identity provider are.', jwksUrl),
  AUTH_ISSUER: optional('The `iss` its tokens must have. Empty = any.', text('text without spaces')),
  AUTH_AUDIENCE: setting('The `aud` its tokens must have.', text('text without spaces'), 'kyukei'),

  MAX_STREAMS: setting('Open streams of this process at most; 0 = no limit.', upTo(1_000_000), '50000'),
  MAX_STREAMS_PER_MEETING: setting('The same of one meeting.', upTo(1_000_000), '20000'),
  MAX_STREAMS_PER_ADDRESS: setting('The same of one address.', upTo(1_000_000), '0'),
  COMMANDS_PER_MINUTE: setting(
    "Leaders' commands per minute, of one key or address, over all processes; 0 = no limit.",
    upTo(1_000_000),
    '0',
  ),
  MEMBER_CALLS_PER_MINUTE: setting(
    "Members' answers and requests for a break per minute, of one address, over all processes; 0 = no limit.",
    upTo(1_000_000),
    '0',
  ),
  TRUST_PROXY: setting(
    'Whose X-Forwarded-For, X-Forwarded-Proto and X-Forwarded-Prefix are believed.',
    proxies,
    'off',
  ),

  OTEL_EXPORTER_OTLP_ENDPOINT: optional(
    'Where traces are sent, as OTLP in JSON over HTTP; `/v1/traces` is added. Empty = no tracing.',
    collectorUrl,
  ),
  OTEL_EXPORTER_OTLP_HEADERS: secret('Headers to send with them, such as a key.', headers),
  OTEL_SERVICE_NAME: setting('The name of this service in traces.', text('text without spaces'), 'kyukei'),
  OTEL_TRACES_SAMPLER: setting(
    'Which traces are kept; parentbased = one that began elsewhere is kept if it is kept there.',
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
  OTEL_TRACES_SAMPLER_ARG: optional('The share of traces that traceidratio keeps. Empty = all.', ratio),

  REDIS_URL: secret('The Redis to use; wins over every other Redis setting.', redisUrl),
  REDIS_HOST: optional('Host of the Redis to use. No Redis setting at all = embedded.', host),
  REDIS_PORT: optional('Port of the Redis to use. Empty = 6379.', port),
  REDIS_USERNAME: optional('ACL user (Redis 6 and later). Empty = the default user.', credential),
  REDIS_PASSWORD: secret('Password. Empty = none.', credential),
  REDIS_TLS: setting(
    'Encrypt connections to Redis (REDIS_URL says it by rediss://).',
    oneOf('off', 'on'),
    'off',
  ),
  REDIS_SENTINELS: optional('Sentinels that know the master, comma-separated.', listOf(address(26379))),
  REDIS_SENTINEL_NAME: setting(
    'Name of the master the sentinels watch.',
    text('a name without spaces'),
    'mymaster',
  ),
  REDIS_SENTINEL_PASSWORD: secret('Password of the sentinels themselves. Empty = none.', credential),
  REDIS_CLUSTER: optional('Some nodes of a Redis Cluster, comma-separated.', listOf(address(6379))),
  REDIS_PREFIX: optional(
    'Stands before every key and channel, for installations that share a Redis. Another one leaves running meetings behind. Empty = none.',
    text('at most 32 of A-Z a-z 0-9 : _ -', /^[A-Za-z0-9:_-]{1,32}$/),
  ),

  REDISHOST: optional('As REDIS_HOST; the name Railway injects.', host),
  REDISPORT: optional('As REDIS_PORT; the name Railway injects.', port),
  REDISUSER: optional('As REDIS_USERNAME; the name Railway injects.', credential),
  REDISPASSWORD: secret('As REDIS_PASSWORD; the name Railway injects.', credential),
} satisfies Record<string, Setting<unknown>>;

export type Settings = {
  readonly [Name in keyof typeof settings]: (typeof settings)[Name] extends Setting<infer T> ? T : never;
};
