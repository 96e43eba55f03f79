// `npm run measure:protections [-- a word of the line]`: takes each protection of protections.tsv out of a copy of the service, and
// runs the test that is named for it there. It has to fail. Some ten minutes; not a part of CI, where the tests themselves are.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from '@swc/core';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const COPIED = [
  '.env.example',
  'Dockerfile',
  'deploy',
  'dist',
  'docker-compose.yml',
  'docs',
  'package-lock.json',
  'package.json',
  'src',
  'test',
];

const copy = mkdtempSync(join(tmpdir(), 'kyukei-protections-'));
for (const name of COPIED) cpSync(join(ROOT, name), join(copy, name), { recursive: true });
for (const name of ['node_modules', 'public']) symlinkSync(join(ROOT, name), join(copy, name));

/** Jest runs `src/`, tests that start a process run `dist/`: what is taken out is taken out of both. */
function put(file, text) {
  writeFileSync(join(copy, file), text);
  const built = join(copy, file.replace(/^src\//, 'dist/').replace(/\.ts$/, '.js'));
  if (file.endsWith('.lua')) writeFileSync(built, text);
  if (!file.endsWith('.ts')) return;
  const jsc = {
    target: 'es2023',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
  };
  writeFileSync(built, transformSync(text, { filename: file, jsc, module: { type: 'es6' } }).code);
}

/** How the tests of these names end. */
function outcome(specs, names) {
  const report = join(copy, 'report.json');
  rmSync(report, { force: true });
  const pattern = names.map((name) => name.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&')).join('|');
  const jest = ['node_modules/jest/bin/jest.js', '--json', `--outputFile=${report}`, '-t', pattern, ...specs];
  const args = ['--experimental-vm-modules', '--no-warnings', ...jest];
  spawnSync(process.execPath, args, { cwd: copy, stdio: 'ignore' });
  const { numFailedTests, numPassedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'));
  if (testResults.some(({ assertionResults }) => assertionResults.length === 0)) return 'did not run';
  if (numFailedTests + numPassedTests === 0) return 'no such test';
  return numFailedTests > 0 ? 'failed' : 'passed';
}

/** How the test ends that is named for the protection, without it. */
function without([, , file, find, instead, spec, name]) {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const parts = text.split(find);
  if (parts.length !== 2) return `${parts.length - 1} times in ${file}: ${find}`;
  put(file, parts.join(instead));
  const ended = outcome([spec], [name]);
  put(file, text);
  return ended;
}

const table = readFileSync(new URL('protections.tsv', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .slice(1);
const rows = table.filter((row) => row.includes(process.argv[2] ?? '')).map((row) => row.split('\t'));
const column = (index) => [...new Set(rows.map((row) => row[index]))];
// Otherwise a failure below would say nothing.
const whole = outcome(column(5), column(6));
console.log(`with all of them: ${whole}`);
const ends = rows.map((row) => {
  const ended = without(row);
  console.log(`${row[0]}  ${row[1]}: ${ended === 'failed' ? 'noticed' : `NOT NOTICED, ${ended}`}`);
  return ended;
});
rmSync(copy, { recursive: true });
const noticed = ends.filter((ended) => ended === 'failed').length;
console.log(`${noticed} of ${ends.length} noticed`);
process.exitCode = whole === 'passed' && noticed === ends.length ? 0 : 1;
