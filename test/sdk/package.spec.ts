import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const { size } = (await import(new URL('sizes.mjs', import.meta.url).href)) as {
  size: (name: string) => Promise<number>;
};

const PROGRAM = `
import { follow, type Known } from '@kyukei/client';
import { commands, Refusal } from '@kyukei/client/commands';

const phases: Known['phase'][] = [];
const meeting = follow('http://127.0.0.1:9', 'abc', (known, name, frame, { cursor, replayed }) => {
  phases.push(known.phase);
  console.log(name, Object.keys(frame).length, cursor === '', replayed);
  meeting();
});
await commands('http://127.0.0.1:9', 'abc').callBreak({ duration_seconds: 300 }).catch((error: unknown) => {
  if (error instanceof Refusal) console.log(error.code);
});
`;

describe('the package @kyukei/client', () => {
  let project: string;

  beforeAll(async () => {
    project = await mkdtemp(join(tmpdir(), 'kyukei-project-'));
    const npm = (...args: string[]) =>
      run('npm', [...args, '--offline', '--no-audit', '--no-fund'], { cwd: project });
    await npm('pack', join(ROOT, 'sdk/javascript'));
    const [archive = ''] = await readdir(project);
    await writeFile(join(project, 'package.json'), '{"type":"module"}');
    await npm('install', `./${archive}`);
  }, 60_000);
  afterAll(() => rm(project, { recursive: true }));

  it('contains only modules and types', async () => {
    const files = await readdir(join(project, 'node_modules/@kyukei/client'), {
      recursive: true,
      withFileTypes: true,
    });
    const names = files.filter((file) => file.isFile()).map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['kyukei-client.js', 'kyukei-client.d.ts', 'README.md', 'LICENSE']),
    );
    expect(names.filter((name) => !/\.js$|\.d\.ts$|^(package\.json|README\.md|LICENSE)$/.test(name))).toEqual(
      [],
    );
  });

  it('compiles and runs in a fresh project', async () => {
    await writeFile(join(project, 'program.ts'), PROGRAM);
    const options = ['--module', 'nodenext', '--target', 'es2023', '--lib', 'es2023,dom', '--strict'];
    await run(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), ...options, 'program.ts'], {
      cwd: project,
    });
    const { stdout } = await run(process.execPath, ['program.js'], { cwd: project });
    expect(stdout.trim().split('\n').sort()).toEqual(['offline 0 true true', 'unreachable']);
  }, 60_000);

  it('is small: 4 KiB to follow a meeting, and 2 KiB more for commands, compressed and without comments', async () => {
    expect(await size('kyukei-client.js')).toBeLessThanOrEqual(4096);
    expect(await size('commands.js')).toBeLessThanOrEqual(2048);
  });
});
