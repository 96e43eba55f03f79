import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Cleanup } from '../support/cleanup.js';
import type { WildClient } from './catalogue.js';
import { Heard, type Line } from './heard.js';

/** Starts a client's program; its reports are added to the returned object as they arrive. */
export function runClient(cleanup: Pick<Cleanup, 'add'>, client: WildClient, url: string): Heard {
  const heard = new Heard();
  const [program, ...args] = client.command(url);
  // A process group of its own, because a pipe of the shell is two processes.
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let complaint = '';
  child.stderr.on('data', (chunk) => (complaint = String(chunk).trim().slice(-120)));
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line.startsWith('{')) heard.take(JSON.parse(line) as Line);
  });
  child.on(
    'exit',
    (code) => code !== null && heard.take({ over: `exited with ${String(code)}: ${complaint}` }),
  );
  cleanup.add(() => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // The client has already ended.
    }
  });
  return heard;
}
