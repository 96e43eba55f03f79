// Runs before the tests, which need a real redis-server, real browsers, three real proxies and three small
// tools. As root on a Debian machine it installs the missing ones; elsewhere it prints which are missing and
// how to get them. No test is skipped because its tool is missing.
import { execFileSync, spawnSync } from 'node:child_process';

/**
 * The tools. A tool is in the Debian package of its own name, or in `from`; the environment variable
 * `variable` may name a copy that is not on PATH. Without an `isOptional` tool the tests only take longer.
 */
const tools = [
  { command: 'redis-server', variable: 'REDIS_SERVER' },
  { command: 'chromium', variable: 'CHROMIUM' },
  { command: 'chromium-headless-shell', isOptional: true },
  { command: 'firefox-esr', variable: 'FIREFOX' },
  { command: 'nginx' },
  { command: 'haproxy' },
  { command: 'caddy' },
  { command: 'curl' },
  { command: 'openssl' },
  { command: 'script', from: 'bsdutils' },
  { command: 'promtool', from: 'prometheus' },
];

const missing = tools.filter(({ command, variable }) => !process.env[variable ?? ''] && !isOnPath(command));
const [required, optional] = [
  missing.filter((tool) => !tool.isOptional),
  missing.filter((tool) => tool.isOptional),
];
if (process.getuid?.() === 0 && isOnPath('apt-get')) {
  install(required);
  try {
    install(optional);
  } catch {
    console.log(`Not to be had here: ${packagesOf(optional)}. The tests go on without.`);
  }
} else if (required.length > 0) {
  const names = packagesOf(required);
  const paths = required.map(({ command, variable }) =>
    variable ? `${variable}=/path/to/${command}` : `${command} on PATH`,
  );
  console.error(
    `The tests need ${names}. Debian, Ubuntu: sudo apt-get install ${names}. Elsewhere: ${paths.join(', ')}.`,
  );
  process.exit(1);
}

function packagesOf(some) {
  return some.map(({ command, from = command }) => from).join(' ');
}

function install(some) {
  if (some.length === 0) return;
  console.log(`Installing ${packagesOf(some)} for the tests (apt-get)`);
  // RUNLEVEL=1 keeps Debian from starting a Redis service: the tests start their own, on their own port.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const apt = (...args) =>
    execFileSync('apt-get', ['-qq', ...args], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  apt('update');
  apt('install', '-y', '--no-install-recommends', ...packagesOf(some).split(' '));
}

/** The path of a command: on PATH, or in Debian's folders for servers. */
function isOnPath(command) {
  return spawnSync('sh', ['-c', `PATH=$PATH:/usr/sbin; command -v ${command}`]).status === 0;
}
