import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { expect, it } from '@jest/globals';
import { Cleanup } from './support/cleanup.js';
import { until } from './support/until.js';

const cleanup = new Cleanup();

/** The command of the image, from the Dockerfile. */
async function command(): Promise<string[]> {
  const [, text = ''] =
    /^CMD (.*)$/m.exec(await readFile(new URL('../Dockerfile', import.meta.url), 'utf8')) ?? [];
  return JSON.parse(text) as string[];
}

it('the command of the image ends with 0 on a SIGTERM that comes before the service has loaded', async () => {
  const [program = '', ...args] = await command();
  // Says when everything that comes before the service is there. Without a handler Node would end by the signal, not with 0.
  const entry = args.pop() ?? '';
  const before = ['--import', 'data:text/javascript,console.log("before")'];
  const env = { PATH: process.env['PATH'], PORT: '0', HOST: '127.0.0.1' };
  const child = spawn(program, [...args, ...before, entry], { cwd: new URL('../', import.meta.url), env });
  cleanup.add(() => child.kill('SIGKILL'));
  let output = '';
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  await until('the start', () => output);
  expect(output).toBe('before\n');
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});
