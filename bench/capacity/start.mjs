// npm run capacity: a working day of a million members, computed from measured costs. Prints the fleets that
// are enough, and writes docs/scale.md's tables and plots. `--take FILE` first replaces the costs by those of
// a run of the bench (bench/results/latest.json of `npm run bench -- --only costs`).
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { assumptions, variants } from './assumptions.mjs';
import { simulate } from './fleet.mjs';
import { plot } from './plot.mjs';
import { costsTable, fleetHead, fleetRow, insert } from './report.mjs';
import { smallestFleet } from './size.mjs';

const COSTS = new URL('costs.json', import.meta.url);
const PAGE = new URL('../../docs/scale.md', import.meta.url);
const SVG = new URL('../../docs/scale.svg', import.meta.url);

const { values } = parseArgs({ options: { take: { type: 'string' } } });
if (values.take) writeFileSync(COSTS, `${JSON.stringify(taken(values.take), null, 2)}\n`);

const measured = JSON.parse(readFileSync(COSTS, 'utf8'));
const { costs } = measured;
const calm = { ...assumptions, seenSeconds: 30 };
const fleets = Object.entries(variants).map(([name, variant]) => ({
  name,
  ...variant,
  ...smallestFleet(variant, costs, calm),
}));

const named = (fleet, what) => `${fleet.label}${what}${fleet.isEnough ? '' : ' (**not enough**)'}`;
const table = [
  fleetHead,
  ...fleets.map((fleet) => fleetRow(named(fleet, ''), fleet, costs, calm)),
  ...fleets.map((fleet) => fleetRow(named(fleet, '; `seen` within a second'), fleet, costs, assumptions)),
].join('\n');
const days = ['sharded', 'together'].map(
  (wanted) =>
    simulate(
      fleets.find(({ name }) => name === wanted),
      costs,
      calm,
    ).samples,
);

console.log(table);
const panels = [
  ['members connected', 'open', (n) => Math.round(n).toLocaleString('en')],
  ['connects a second', 'come', (n) => Math.round(n).toLocaleString('en')],
  ['use of the busiest process', 'processUse', (n) => `${Math.round(n * 100)} %`],
  ['use of the busiest master', 'masterUse', (n) => `${Math.round(n * 100)} %`],
];
writeFileSync(
  SVG,
  plot('A working day: members anywhere (blue), members of a meeting on one process (orange)', panels, days),
);
const page = insert(readFileSync(PAGE, 'utf8'), 'fleets', table);
writeFileSync(PAGE, insert(page, 'costs', costsTable(measured)));

/** The costs of a run of the bench, in the form of costs.json. */
function taken(file) {
  const { at, machine, rounds, rows } = JSON.parse(readFileSync(file, 'utf8'));
  const entries = rows
    .filter(({ measure }) => measure === 'costs')
    .map(({ figure, label, unit, values }) => [
      figure,
      // A cost that is the difference of two runs may come out negative.
      { label, value: Math.max(0, Number(values['kyukei-redis'].median.toPrecision(3))), unit },
    ]);
  return {
    command: 'npm run bench -- --only costs --contestants kyukei-redis',
    date: at.slice(0, 10),
    machine: `${machine.cpu}, ${machine.cores} cores, Node ${machine.node}, median of ${rounds}`,
    costs: Object.fromEntries(entries),
  };
}
