// Starts what the commands in this folder need: the built service, and Debian's Chromium.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Starts the built service without Redis, on a free port, for the life of this process. */
export async function startService(settings = {}, [command, ...args] = [process.execPath, 'dist/main.js']) {
  const service = spawn(command, args, {
    cwd: ROOT,
    // A process group, because npm does not pass signals on to all of its children.
    detached: true,
    env: { PATH: process.env.PATH, PORT: '0', HOST: '127.0.0.1', NO_COLOR: '1', ...settings },
  });
  process.on('exit', () => process.kill(-service.pid));
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
  let output = '';
  const url = await new Promise((resolve) =>
    service.stdout.on('data', (chunk) => {
      output += chunk;
      const match = /listening on (\S+),/.exec(output);
      if (match) resolve(match[1]);
    }),
  );
  return { url };
}

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    chromiumSandbox: process.getuid?.() !== 0,
    args: ['--disable-gpu'],
  });
}
