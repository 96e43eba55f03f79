// npm run bench: raises the limit of open files, installs the contestants' dependencies, and starts the bench
// on its own core.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { BENCH_CORE } from './processes/cores.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const WANTED_FILES = 65_535;

if (process.platform !== 'linux')
  give('The bench reads /proc and pins processes with taskset: it needs Linux.');
if (availableParallelism() < 2) give('The bench needs two cores: one for the contestant, one for the load.');

if (!existsSync(`${here}node_modules/typescript`)) {
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: here, stdio: 'inherit' });
}
execFileSync('npm', ['run', '--silent', 'build'], { cwd: here, stdio: 'inherit' });

const script = [
  `ulimit -n ${WANTED_FILES} 2>/dev/null || ulimit -n "$(ulimit -Hn)"`,
  `exec taskset -c ${BENCH_CORE} "$0" --expose-gc "$@"`,
].join('; ');
const bench = spawn('sh', ['-c', script, process.execPath, `${here}main.mjs`, ...process.argv.slice(2)], {
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => bench.kill(signal));
bench.on('exit', (code) => (process.exitCode = code ?? 1));

function give(why) {
  console.error(why);
  process.exit(1);
}
