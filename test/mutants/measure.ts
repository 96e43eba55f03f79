// Removes each protection of protections.tsv from a copy of the service, and runs its test there, which must
// fail. Takes about ten minutes for all rows. CI does not run it; there, mutants.spec.ts checks that each row
// matches the source.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { built, changed, ROOT } from './edit.js';
import { protections, type Protection } from './protections.js';

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

interface Report {
  numFailedTests: number;
  numPassedTests: number;
  testResults: { assertionResults: { fullName: string; status: string }[] }[];
}

const copy = mkdtempSync(join(tmpdir(), 'kyukei-protections-'));
for (const name of COPIED) cpSync(join(ROOT, name), join(copy, name), { recursive: true });
for (const name of ['node_modules', 'public', 'sdk']) symlinkSync(join(ROOT, name), join(copy, name));

/** Writes a file of `src/` and its compiled form in `dist/`: some tests use one, some the other. */
function put(path: string, text: string): void {
  writeFileSync(join(copy, path), text);
  const file = built(path, text);
  if (file) writeFileSync(join(copy, file.path), file.text);
}

/** Runs the tests with these names; returns the result, and the tests that failed. */
function outcome(specs: readonly string[], names: readonly string[]): { ended: string; failed: string[] } {
  const report = join(copy, 'report.json');
  rmSync(report, { force: true });
  const pattern = names.map((name) => name.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&')).join('|');
  const jest = ['node_modules/jest/bin/jest.js', '--json', `--outputFile=${report}`, '-t', pattern, ...specs];
  const args = ['--experimental-vm-modules', '--no-warnings', ...jest];
  spawnSync(process.execPath, args, { cwd: copy, stdio: 'ignore' });
  // Without a bound on memory, the service may end the process of its test, and with it the report.
  if (!existsSync(report)) return { ended: 'died', failed: [] };
  const { numFailedTests, numPassedTests, testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report;
  const all = testResults.flatMap(({ assertionResults }) => assertionResults);
  const failed = all.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName);
  if (testResults.some(({ assertionResults }) => assertionResults.length === 0))
    return { ended: 'did not run', failed };
  if (numFailedTests + numPassedTests === 0) return { ended: 'no such test', failed };
  return { ended: numFailedTests > 0 ? 'failed' : 'passed', failed };
}

/** The result of the protection's test without the protection. */
function without(protection: Protection): string {
  const texts = changed([protection]);
  for (const [path, text] of texts) put(path, text);
  const { ended } = outcome([protection.spec], [protection.test]);
  for (const path of texts.keys()) put(path, readFileSync(join(ROOT, path), 'utf8'));
  return ended;
}

const words = process.argv.slice(2);
const rows = protections.filter(
  (row) =>
    words.length === 0 ||
    words.some((word) => Object.values(row).some((text: string) => text.includes(word))),
);
const specs = [...new Set(rows.map(({ spec }) => spec))];
// With all protections the tests must pass; otherwise a failure below would mean nothing.
const whole = outcome(
  specs,
  rows.map(({ test }) => test),
);
console.log(['with all of them: ' + whole.ended, ...whole.failed].join('\n  '));
const ends = rows.map((row) => {
  const ended = without(row);
  const isNoticed = ended === 'failed' || ended === 'died';
  console.log(`${row.line}  ${row.name}: ${isNoticed ? 'noticed' : 'NOT NOTICED'}, its test ${ended}`);
  return isNoticed;
});
rmSync(copy, { recursive: true });
const noticed = ends.filter(Boolean).length;
console.log(`${noticed} of ${ends.length} noticed`);
process.exitCode = whole.ended === 'passed' && noticed === ends.length ? 0 : 1;
