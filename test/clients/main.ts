import { existsSync, readdirSync, rmSync } from 'node:fs';
import type { Cleanup } from '../support/cleanup.js';
import { Service } from '../support/service.js';
import { folderOf, generators, type Generator } from './generators.js';
import { EXPECTED, tryGenerator, type Outcome } from './run.js';

const names = process.argv.slice(2);

const isAsked = ({ name, language }: Generator) =>
  names.length === 0 || names.includes(name) || names.includes(language);

/** Whether `install.mjs` could install the tools of the language. */
const isHere = ({ language }: Generator) => existsSync(`${folderOf(language)}/generated/.installed`);

/** Removes the output of earlier runs, because a removed schema would still be compiled. */
function clear({ language }: Generator): void {
  const folder = `${folderOf(language)}/generated`;
  for (const name of readdirSync(folder))
    if (name !== '.installed') rmSync(`${folder}/${name}`, { recursive: true });
}

const asked = generators.filter(isAsked);
const results = new Map<Generator, Outcome>();
const actions: (() => unknown)[] = [];
try {
  // `Cleanup` needs Jest, so this object stands in for it.
  const cleanup = { add: (action: () => unknown) => void actions.push(action) } as unknown as Cleanup;
  const service = await Service.start(cleanup);
  asked.filter(isHere).forEach(clear);
  for (const generator of asked.filter(isHere)) results.set(generator, tryGenerator(generator, service.url));
} finally {
  for (const action of actions.reverse()) await action();
}

const row = (...cells: string[]) => `| ${cells.join(' | ')} |`;
const calls = EXPECTED.map((line) => line.split(':')[0]).join(', ');
console.log(`Called by each: ${calls}\n`);
console.log([row('generator', 'language', 'version', 'result'), '|---|---|---|---|'].join('\n'));
for (const generator of generators) {
  const outcome = results.get(generator);
  const why = isAsked(generator) ? '**not run**: its tools are not here' : 'not asked for';
  const without = Object.keys(generator.cannot ?? {}).map((call) => `, without ${call}`);
  const good = `compiles and runs${without.join('')}`;
  const result = outcome ? (outcome.complaints.length === 0 ? good : '**fails**') : why;
  console.log(row(generator.name, generator.language, outcome?.version ?? '', result));
}
for (const [{ name }, { complaints }] of results)
  for (const complaint of complaints) console.error(`\n${name}: ${complaint}`);
process.exitCode = [...results.values()].some(({ complaints }) => complaints.length > 0) ? 1 : 0;
