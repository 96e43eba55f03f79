// Runs before the tests: installs the tools, then at the same time the clients of others, the Python client,
// and the build, each of which keeps one core busy for about ten seconds.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';

const { status } = spawnSync('node', ['test/support/install-tools.mjs'], { stdio: 'inherit' });
if (status !== 0) process.exit(status ?? 1);

const codes = await Promise.all(
  [
    ['node', 'test/wild-clients/install.mjs', 'JavaScript', 'Python'],
    ['node', 'sdk/python/install.mjs'],
    ['npm', 'run', '--silent', 'build'],
  ].map(async ([command, ...args]) => {
    const [code] = await once(spawn(command, args, { stdio: 'inherit' }), 'exit');
    return code ?? 1;
  }),
);
process.exitCode = Math.max(...codes);
