// All tests of the Python client: node sdk/python/test.mjs [--short]. `--short`, which `npm test` uses, omits
// the slow tests, the type checkers, the conformance kit and the wheel. Needs `npm run build` and
// install.mjs.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const python = `${here}.venv/bin/python`;
if (!existsSync(`${here}.venv/installed`)) {
  console.error(
    'The tests of sdk/python need Python 3.10 or later: node sdk/python/install.mjs says what is missing.',
  );
  process.exit(1);
}

const kit = (mode) => [process.execPath, '../conformance/run.mjs', '--', python, 'conformance.py', mode];
const short = [[python, '-m', 'pytest', '-m', 'not slow']];
const all = [
  [python, '-m', 'ruff', 'check'],
  [python, '-m', 'ruff', 'format', '--check'],
  [python, '-m', 'mypy'],
  [python, '-m', 'pyright', '--pythonpath', python],
  [python, '-m', 'pytest'],
  kit('sync'),
  kit('async'),
  ['sh', 'try-wheel.sh'],
];

for (const [program, ...args] of process.argv.includes('--short') ? short : all) {
  console.log(`\n${[program, ...args].join(' ').replaceAll(here, '')}`);
  const { status } = spawnSync(program, args, { cwd: here, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
