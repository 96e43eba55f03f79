import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { Cleanup } from './support/cleanup.js';
import { Service, type Env } from './support/service.js';

const run = promisify(execFile);
const MAIN = resolve('dist/main.js');

/** The byte order mark with which some editors on Windows begin a file. */
const MARK = '\uFEFF';

describe('a .env file', () => {
  const cleanup = new Cleanup();

  async function folderWith(content: string | Buffer): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'kyukei-env-'));
    cleanup.add(() => rm(folder, { recursive: true }));
    await writeFile(join(folder, '.env'), content);
    return folder;
  }

  /** The output of `--check-config` for a folder. */
  async function checked(cwd: string, env: Env = {}): Promise<string> {
    try {
      return (await run(process.execPath, [MAIN, '--check-config'], { cwd, env })).stdout;
    } catch (error) {
      return (error as { stderr: string }).stderr;
    }
  }

  /** The output of a start that fails, which must be that of `--check-config`. */
  async function refused(content: string | Buffer): Promise<string> {
    const folder = await folderWith(content);
    const service = await Service.spawn(cleanup, {}, folder);
    expect(await service.exited()).toBe(1);
    expect(await checked(folder)).toBe(service.output);
    return service.output;
  }

  it.each([
    ['a byte order mark', `${MARK}REDIS_URL=redis://first\nLOG_LEVEL=warn\n`],
    ['a byte order mark and lines of Windows', `${MARK}REDIS_URL=redis://first\r\nLOG_LEVEL=warn\r\n`],
    ['quotes and export', `export REDIS_URL="redis://first"\nLOG_LEVEL='warn' # less\n`],
  ])('is read with %s', async (_, content) => {
    const said = await checked(await folderWith(content));
    expect(said).toContain('Store: Redis (standalone) at first:6379');
    expect(said).toContain('\nLOG_LEVEL=warn\n');
  });

  it.each([
    [
      'in UTF-16',
      Buffer.from(`${MARK}REDIS_URL=redis://h\n`, 'utf16le'),
      '.env is not UTF-8 text: save it as UTF-8',
    ],
    [
      'in UTF-16 without a mark',
      Buffer.from('PORT=1\n', 'utf16le'),
      '.env is not UTF-8 text: save it as UTF-8',
    ],
    [
      'in Shift_JIS',
      Buffer.from('REDIS_HOST=h # \x8bx\x8ce\n', 'latin1'),
      '.env is not UTF-8 text: save it as UTF-8',
    ],
    ['in the form of YAML', 'PORT: 8001\n', '.env, line 1: accepts NAME=value, a comment (#) or nothing'],
    [
      'with a quote that is not closed',
      '\nPORT="8001\n',
      '.env, line 2: accepts NAME=value, a comment (#) or nothing',
    ],
    [
      'with a # in a value',
      'REDIS_PASSWORD=p#w\n',
      'REDIS_PASSWORD in .env, line 1: put a value that contains a # in quotes',
    ],
    [
      'with a slip in a name',
      'LEADER_AUHT=claim\n',
      'LEADER_AUHT in .env is not a setting: did you mean LEADER_AUTH?',
    ],
    [
      'with two faults',
      'REDIS_URI=x\nWORKERS=x\n',
      'REDIS_URI in .env is not a setting: did you mean REDIS_URL?\n  WORKERS="x": accepts a whole number from 1 to 256',
    ],
  ])('stops the start if it is %s, and says what to do', async (_, content, complaint) => {
    expect(await refused(content)).toBe(`Invalid settings:\n  ${complaint}\n`);
  });

  it('stops the start if it is a folder', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kyukei-env-'));
    cleanup.add(() => rm(folder, { recursive: true }));
    await mkdir(join(folder, '.env'));
    expect(await checked(folder)).toContain(
      '.env cannot be read (EISDIR): make it a readable file, or remove it',
    );
  });

  it("may contain other programs' settings, and a duplicate of ours: the last one counts, with a warning", async () => {
    const said = await checked(await folderWith('COLOR=#fff\nDATABASE_URL=x\nPORT=1\nPORT=2\n'));
    expect(said.split('\n').slice(1, 3)).toEqual([
      '# Warning: PORT is set more than once in .env: line 4 counts, line 3 does not',
      'PORT=2',
    ]);
  });
});

describe('the environment', () => {
  const cleanup = new Cleanup();

  it('stops the start if a name resembles one of ours, but not for names that hosts set', async () => {
    const bad = await Service.spawn(cleanup, { LEADER_AUHT: 'claim' });
    expect(await bad.exited()).toBe(1);
    expect(bad.output).toBe('Invalid settings:\n  LEADER_AUHT is not a setting: did you mean LEADER_AUTH?\n');

    const { output } = await Service.start(cleanup, {
      REDIS_SERVICE_HOST: '10.0.0.1',
      REDIS_PORT: 'tcp://10.0.0.1:6379',
      KYUKEI_PORT: 'tcp://10.0.0.2:8000',
      REDIS_URI: 'redis://h',
      WEB_CONCURRENCY: '2',
    });
    expect(output).toContain('REDIS_URI is not a setting: did you mean REDIS_URL?');
    expect(output).toContain('REDIS_PORT=tcp://10.0.0.1:6379 describes a Service of Kubernetes');
    expect(output).toContain('WEB_CONCURRENCY=2 has no effect without Redis');
    expect(output).not.toContain('KYUKEI_PORT');
  });
});
