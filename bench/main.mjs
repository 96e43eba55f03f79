// The bench, started by start.mjs: finds the available contestants, runs each measure, and writes the table
// and the chart.
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, release } from 'node:os';
import { join } from 'node:path';
import { readOptions } from './options.mjs';
import { openFilesLimit } from './processes/usage.mjs';
import { chart } from './report/chart.mjs';
import { table } from './report/table.mjs';
import { targets } from './report/targets.mjs';
import { runMeasure } from './rounds.mjs';

const options = readOptions(process.argv.slice(2));
const log = (line) => console.error(line);

const missing = options.contestants
  .map(({ name, label, prepare }) => ({ name, label, why: prepare() }))
  .filter(({ why }) => why);
missing.forEach(({ label, why }) => log(`missing: ${label}: ${why}`));
const present = options.contestants.filter(({ name }) => !missing.some((one) => one.name === name));

const rows = [];
for (const measure of options.measures) {
  for (const streams of options.streams ? [options.streams] : measure.streams) {
    // A smoke run starts every contestant and runs every measure, but not every combination.
    const entrants = options.smoke && rows.length > 0 ? present.filter(({ resumes }) => resumes) : present;
    rows.push(...(await runMeasure(measure, streams, entrants, { ...options, log })));
    // After each measure, so that a run which is stopped leaves what it has measured.
    if (!options.smoke) write(results());
  }
}
console.log(table(results()));
if (!options.smoke) log(`written to ${options.results}`);

const failed = rows.some(({ values }) => Object.values(values).some((one) => one?.why === 'failed'));
process.exit(failed ? 1 : 0);

function results() {
  return {
    at: new Date().toISOString(),
    machine: { cpu: cpus()[0].model, cores: cpus().length, kernel: release(), node: process.version },
    openFiles: openFilesLimit(),
    rounds: options.rounds,
    contestants: present.map(({ name, label }) => ({ name, label })),
    missing,
    rows,
    // The figures of a smoke run are too small to mean anything.
    targets: options.smoke ? [] : targets(rows),
  };
}

function write(all) {
  mkdirSync(options.results, { recursive: true });
  writeFileSync(join(options.results, 'latest.json'), `${JSON.stringify(all, null, 2)}\n`);
  writeFileSync(join(options.results, 'latest.svg'), chart(all));
}
