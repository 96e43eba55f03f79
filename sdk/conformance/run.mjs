#!/usr/bin/env node
/**
 * node run.mjs [--case TEXT] [--without TEXT] [--jobs N] -- COMMAND …: runs the cases with a client; exit
 * code 0 = all passed.
 */
import { parseArgs } from 'node:util';
import { loadCases } from './runner/load-cases.mjs';
import { runAll } from './runner/run-all.mjs';

const { values, positionals: command } = parseArgs({
  allowPositionals: true,
  options: {
    case: { type: 'string', default: '' },
    without: { type: 'string' },
    jobs: { type: 'string', default: '12' },
  },
});
if (command.length === 0) {
  console.error(
    'usage: run.mjs [--case PART-OF-A-NAME] [--without PART-OF-A-NAME] [--jobs N] -- COMMAND [ARGUMENT …]',
  );
  process.exit(2);
}

const isAsked = (title) =>
  title.includes(values.case) && !(values.without !== undefined && title.includes(values.without));
const cases = (await loadCases()).filter(({ name, group }) => isAsked(`${group}: ${name}`));
let failed = 0;
await runAll(cases, command, Number(values.jobs), ({ group, name }, wrong) => {
  if (wrong.length > 0) failed++;
  console.log(
    `${wrong.length > 0 ? 'FAIL' : 'ok  '} ${group}: ${name}${wrong.map((line) => `\n       ${line}`).join('')}`,
  );
});
console.log(`${cases.length - failed} of ${cases.length} cases passed`);
process.exitCode = failed > 0 || cases.length === 0 ? 1 : 0;
