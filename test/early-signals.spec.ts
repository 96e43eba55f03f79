import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { Cleanup } from './support/cleanup.js';
import { until } from './support/until.js';

const ROOT = new URL('../', import.meta.url);

/** The command of the image, from the Dockerfile. */
async function command(): Promise<string[]> {
  const [, text = ''] = /^CMD (.*)$/m.exec(await readFile(new URL('Dockerfile', ROOT), 'utf8')) ?? [];
  return JSON.parse(text) as string[];
}

/** Starts the command and sends a signal after `early-signals.ts` has loaded, and before the service has. */
async function startAndSend(cleanup: Cleanup, signal: NodeJS.Signals) {
  const [program = '', ...args] = await command();
  const entry = args.pop() ?? '';
  const before = ['--import', 'data:text/javascript,console.log("before")'];
  const env = { PATH: process.env['PATH'], PORT: '0', HOST: '127.0.0.1' };
  const child = spawn(program, [...args, ...before, entry], { cwd: ROOT, env });
  cleanup.add(() => child.kill('SIGKILL'));
  const started = { child, output: '' };
  child.stdout.on('data', (chunk) => (started.output += String(chunk)));
  await until('the start', () => started.output);
  expect(started.output).toBe('before\n');
  child.kill(signal);
  return started;
}

describe('the command of the image, before the service has loaded', () => {
  const cleanup = new Cleanup();

  it('exits with 0 on SIGTERM, which needs a handler of its own', async () => {
    const { child } = await startAndSend(cleanup, 'SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('survives SIGUSR2, which turns debug lines on', async () => {
    const started = await startAndSend(cleanup, 'SIGUSR2');
    await until('the service to listen', () => started.output.includes('listening on'), 40_000);
    started.child.kill('SIGTERM');
    expect(await once(started.child, 'exit')).toEqual([0, null]);
  });

  it('is the one that `npm start` runs', async () => {
    const { scripts } = JSON.parse(await readFile(new URL('package.json', ROOT), 'utf8')) as {
      scripts: { start: string };
    };
    expect(scripts.start.split(' ')).toEqual(await command());
  });
});
