import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { settings } from '../src/config/settings.js';
import { get } from './support/api.js';
import { Cleanup } from './support/cleanup.js';
import { RedisServer } from './support/redis-server.js';
import { Service, type Env } from './support/service.js';

const run = promisify(execFile);

/** The output and the exit code of `node dist/main.js` with an option. */
async function option(
  name: string,
  env: Env = {},
): Promise<{ code: number; stdout: string; stderr: string }> {
  try {
    return { code: 0, ...(await run(process.execPath, ['dist/main.js', name], { env })) };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, stdout, stderr };
  }
}

describe('settings', () => {
  const cleanup = new Cleanup();

  async function complaint(env: Env): Promise<string> {
    const service = await Service.spawn(cleanup, env);
    expect(await service.exited()).toBe(1);
    return service.output;
  }

  it('stop the start with one line per invalid variable: its name, its value, the accepted values', async () => {
    const output = await complaint({
      PORT: 'eighty',
      LOG_LEVEL: 'loud',
      CORS_ORIGINS: 'example.com',
      SSE_HEARTBEAT_SECONDS: '1\n2',
      REDIS_URL: 'http://user:secret@redis',
    });
    expect(output.trim().split('\n')).toEqual([
      'Invalid settings:',
      '  PORT="eighty": accepts a whole number from 0 to 65535',
      '  LOG_LEVEL="loud": accepts one of error, warn, info, debug',
      '  CORS_ORIGINS="example.com": accepts a comma-separated list, each item an origin such as https://example.com or ' +
        'chrome-extension://id; with * for subdomains (https://*.example.com), any port (http://localhost:*) or every ' +
        'extension (moz-extension://*); null; or * for every origin',
      '  SSE_HEARTBEAT_SECONDS="1\\n2": accepts a whole number from 3 to 60',
      '  REDIS_URL=(hidden): accepts redis://[user:password@]host[:port][/database], or rediss:// for TLS; percent-encode all ' +
        'but letters and digits in user and password',
    ]);
  });

  it('do not fall back to the embedded store for an incomplete Redis configuration', async () => {
    expect(await complaint({ REDIS_PASSWORD: 'x' })).toContain(
      'REDIS_PASSWORD is set, and nothing says where Redis is: set REDIS_HOST, REDIS_SENTINELS or REDIS_CLUSTER, ' +
        'or remove REDIS_PASSWORD',
    );
    expect(await complaint({ REDIS_HOST: 'a', REDIS_CLUSTER: 'b' })).toContain(
      'REDIS_CLUSTER and REDIS_HOST are both set',
    );
  });

  it('report which port is taken, and how to choose another', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    cleanup.add(() => other.close());
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    expect(await complaint({ PORT: String(port) })).toContain(
      `Port ${port} is taken: stop what uses it, or choose another with PORT=${port + 1}`,
    );
  });

  it('are read from a .env file, as in the reference, and the environment has priority', async () => {
    const redis = await RedisServer.start(cleanup);
    const folder = await mkdtemp(join(tmpdir(), 'kyukei-env-'));
    cleanup.add(() => rm(folder, { recursive: true }));
    const file = `REDIS_HOST=localhost\nREDIS_PORT=${redis.port}\nREDIS_PASSWORD=  # 空欄でOK（ローカル）\nLOG_LEVEL=nonsense\n`;
    await writeFile(join(folder, '.env'), file);
    const service = await Service.startReady(cleanup, { LOG_LEVEL: 'info' }, folder);
    expect((await get(`${service.url}/health`)).body['redis']).toBe('connected');
    expect(service.output).toMatch(/store: Redis \(standalone\) at localhost:\d+: (version|Valkey) \d+\.\d+/);
  });

  it('select the embedded store when no Redis is configured, and log that', async () => {
    const service = await Service.start(cleanup, { REDIS_HOST: '' });
    expect(service.output.match(/store: embedded: no Redis is configured/g)).toHaveLength(1);
  });

  it('listen on IPv4 and IPv6 when no host is given', async () => {
    const service = await Service.start(cleanup, { HOST: '' });
    const { port } = new URL(service.url);
    expect((await get(`http://127.0.0.1:${port}/health`)).status).toBe(200);
    const hasIpv6 = Object.values(networkInterfaces()).some((list) =>
      list?.some(({ family }) => family === 'IPv6'),
    );
    if (hasIpv6) expect((await get(`http://[::1]:${port}/health`)).status).toBe(200);
  });

  it('can be checked without serving: the values in force, without secrets, or what is wrong', async () => {
    const good = await option('--check-config', {
      REDIS_URL: 'redis://user:secret@redis',
      LOG_LEVEL: 'warn',
    });
    expect(good).toMatchObject({ code: 0, stderr: '' });
    expect(good.stdout.split('\n').slice(0, 3)).toEqual([
      '# The settings are good. Store: Redis (standalone) at redis:6379',
      'PORT=8000  # default',
      'LOG_LEVEL=warn',
    ]);
    expect(good.stdout).toContain('\nREDIS_URL=(hidden)\n');
    expect(good.stdout).not.toContain('secret');

    const bad = await option('--check-config', { PORT: 'eighty', REDIS_TLS: 'maybe' });
    expect(bad).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'Invalid settings:\n  PORT="eighty": accepts a whole number from 0 to 65535\n  REDIS_TLS="maybe": accepts one of off, on\n',
    });
  });

  it('are explained by --help, and an unknown option gets the list of options', async () => {
    const { code, stdout } = await option('--help');
    expect(code).toBe(0);
    for (const [name, { about }] of Object.entries(settings))
      expect(stdout).toContain(
        `  ${name}=${settings[name as keyof typeof settings].default}\n      ${about}\n`,
      );
    expect(await option('--port=1')).toEqual({
      code: 1,
      stdout: '',
      stderr: "Unknown option '--port': there are --help and --check-config; all else is a setting\n",
    });
  });

  it('match docs/settings.md: npm run docs:settings', async () => {
    const { stdout } = await run(process.execPath, ['docs/settings.mjs']);
    expect(await readFile('docs/settings.md', 'utf8')).toBe(stdout);
  });

  it('are all in .env.example with their defaults', async () => {
    const example = await readFile(new URL('../.env.example', import.meta.url), 'utf8');
    const listed = [...example.matchAll(/^# ([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [name, value]);
    expect(listed).toEqual(Object.entries(settings).map(([name, setting]) => [name, setting.default]));
    expect(example).toBe((await run(process.execPath, ['docs/settings.mjs', '--env'])).stdout);
  });
});
