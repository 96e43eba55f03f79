import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { SourceTextModule } from 'node:vm';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { post } from './support/api.js';
import { startOnRedis } from './support/app.js';
import { Cleanup } from './support/cleanup.js';
import { until } from './support/until.js';

const ROOT = new URL('../', import.meta.url);
const documents = [
  ...['README.md', 'README.ja.md', 'CONTRIBUTING.md', 'bench/README.md'],
  ...readdirSync(new URL('docs/', ROOT))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

/** Each block of commands is run, unless a comment on the line before says why not. */
const BLOCK = /(?:^<!-- not run: (.+) -->\n)?^```(?:sh|bash|shell)\n([\s\S]*?)^```$/gm;

const blocks = documents.flatMap((file) =>
  [...readFileSync(new URL(file, ROOT), 'utf8').matchAll(BLOCK)].map(([, notRun, commands = '']) => ({
    file,
    first: commands.split('\n')[0] ?? '',
    commands,
    notRun,
  })),
);

describe('commands in the documents', () => {
  const cleanup = new Cleanup('after all tests');
  let places: (commands: string) => string;

  beforeAll(async () => {
    const { redis, url } = await startOnRedis(cleanup);
    await post(`${url}/api/meetings/abc-defg-hij/start`);
    // Only the addresses change: the test has its own service and Redis.
    places = (commands) =>
      commands
        .replaceAll('http://localhost:8000', url)
        .replaceAll('redis-cli -p 6379', `redis-cli -p ${redis.port}`);
  });

  it.each(blocks.filter(({ notRun }) => !notRun))('$file: $first', async ({ commands }) => {
    // An installation would remove packages while other tests use them.
    expect(commands).not.toMatch(/npm (ci|install)/);
    // A stream in the background gets the break a moment after the command that calls it has ended.
    const awaited = commands.includes('/rest ') ? 'event: message' : '';
    const { code, output } = await bash(['-euo', 'pipefail', '-c', places(commands)], awaited);
    expect([code, output]).toEqual([0, expect.any(String)]);
    // curl and redis-cli exit with 0 even if the answer is an error.
    expect(output).not.toMatch(/"code":|^\(?error|^ERR /im);
  });

  it.each(blocks.filter(({ notRun }) => notRun))(
    '$file has a script with valid syntax: $first',
    async ({ commands }) => {
      expect(await bash(['-n', '-c', commands])).toEqual({ code: 0, output: '' });
    },
  );

  it('use existing scripts of package.json', () => {
    const { scripts } = JSON.parse(readFileSync(new URL('package.json', ROOT), 'utf8')) as {
      scripts: object;
    };
    const named = documents.flatMap((file) =>
      [...readFileSync(new URL(file, ROOT), 'utf8').matchAll(/npm run ([a-z][\w:-]*)/g)].map(
        ([, name]) => name,
      ),
    );
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((name) => name && !(name in scripts))).toEqual([]);
  });
});

const withJavaScript = [
  ...documents,
  'sdk/javascript/README.md',
  'sdk/conformance/README.md',
  'extension/README.md',
];
const jsBlocks = withJavaScript.flatMap((file) =>
  [...readFileSync(new URL(file, ROOT), 'utf8').matchAll(/^```js\n([\s\S]*?)^```$/gm)].map(
    ([, script = '']) => ({
      file,
      first: script.split('\n')[0] ?? '',
      script,
    }),
  ),
);

it.each(jsBlocks)('$file has JavaScript with valid syntax: $first', ({ script }) => {
  expect(() => new SourceTextModule(script)).not.toThrow();
});

/** Runs bash, waits for `awaited` in its output, and ends its background processes. */
async function bash(args: string[], awaited = ''): Promise<{ code: number | null; output: string }> {
  const child = spawn('bash', args, {
    cwd: fileURLToPath(ROOT),
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  const closed = once(child, 'close');
  const [code] = (await once(child, 'exit')) as [number | null];
  try {
    await until(`the output to contain ${awaited}`, () => output.includes(awaited));
  } finally {
    endGroup(child.pid);
  }
  await closed;
  return { code, output };
}

function endGroup(leader: number | undefined): void {
  try {
    if (leader) process.kill(-leader);
  } catch {
    // No process was left.
  }
}
