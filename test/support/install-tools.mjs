// Run before the tests: they need a real redis-server, a real Chromium, three real proxies and two small tools. As root on a
// Debian machine the missing ones are installed; elsewhere one line says what is missing and how to get it. Never skips: a
// test without its tool is no test.
import { execFileSync, spawnSync } from 'node:child_process';

/** Each comes in the Debian package of its own name, or `from`; `variable` names a copy that is not on PATH. */
const tools = [
  { command: 'redis-server', variable: 'REDIS_SERVER' },
  { command: 'chromium', variable: 'CHROMIUM' },
  { command: 'firefox-esr', variable: 'FIREFOX' },
  { command: 'nginx' },
  { command: 'haproxy' },
  { command: 'caddy' },
  { command: 'curl' },
  { command: 'openssl' },
  { command: 'promtool', from: 'prometheus' },
];

const missing = tools.filter(({ command, variable }) => !process.env[variable ?? ''] && !isOnPath(command));
if (missing.length > 0) install(missing.map(({ command, from = command }) => from));

function install(packages) {
  const names = packages.join(' ');
  if (process.getuid?.() !== 0 || !isOnPath('apt-get')) {
    const paths = missing.map(({ command, variable }) =>
      variable ? `${variable}=/path/to/${command}` : `${command} on PATH`,
    );
    console.error(
      `The tests need ${names}. Debian, Ubuntu: sudo apt-get install ${names}. Elsewhere: ${paths.join(', ')}.`,
    );
    process.exit(1);
  }
  console.log(`Installing ${names} for the tests (apt-get)`);
  // RUNLEVEL=1 keeps Debian from starting a Redis service: the tests start their own, on their own port.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const apt = (...args) =>
    execFileSync('apt-get', ['-qq', ...args], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  apt('update');
  apt('install', '-y', '--no-install-recommends', ...packages);
}

/** On PATH, or where Debian has its servers. */
function isOnPath(command) {
  return spawnSync('sh', ['-c', `PATH=$PATH:/usr/sbin; command -v ${command}`]).status === 0;
}
