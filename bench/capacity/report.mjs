import { simulate } from './fleet.mjs';
import { peaksOf } from './size.mjs';

const clock = (time) =>
  [time / 3600, (time / 60) % 60, time % 60]
    .map((part) => String(Math.floor(part)).padStart(2, '0'))
    .join(':');
const percent = (share) => `${Math.round(share * 100)} %`;
const seconds = (value) =>
  value < 0.05 ? '0' : value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString('en');
const row = (cells) => `| ${cells.join(' | ')} |`;

/** The row of a fleet in the table: its size, its busiest minute, and its longest wait. */
export function fleetRow(label, fleet, costs, assumptions) {
  const p = peaksOf(simulate(fleet, costs, assumptions).samples);
  return row([
    label,
    fleet.processes,
    fleet.masters,
    `${percent(p.processUse)} (${clock(p.worstMinute).slice(0, 5)})`,
    waits(p.processWait, p.worstSecond),
    `${percent(p.masterUse)} (${clock(p.worstMasterMinute).slice(0, 5)})`,
    waits(p.masterWait, p.worstMasterSecond),
    Math.round(p.memoryMib),
    Math.round(p.comePerSecond).toLocaleString('en'),
  ]);
}

const waits = (wait, time) => (wait < 0.05 ? '0 s' : `${seconds(wait)} s (${clock(time)})`);

export const fleetHead = [
  row([
    'fleet',
    'processes',
    'masters',
    'busiest minute, process',
    'longest queue, process',
    'busiest minute, master',
    'longest queue, master',
    'MiB a process',
    'connects/s at most',
  ]),
  row(['---', ...Array(8).fill('---:')]),
].join('\n');

/** The measured costs, with the command that measured each. */
export function costsTable({ costs, command, date, machine }) {
  const rows = Object.values(costs).map(({ label, value, unit }) => row([label, `${value} ${unit}`.trim()]));
  return [
    `\`${command}\`, ${date}, ${machine}:`,
    '',
    row(['operation', 'costs']),
    row(['---', '---:']),
    ...rows,
  ].join('\n');
}

/** Puts a generated text between its two marks in a document. */
export function insert(document, name, text) {
  const [begin, end] = [`<!-- ${name}: written by npm run capacity -->`, `<!-- ${name} ends -->`];
  const [head, rest] = document.split(begin);
  if (rest === undefined) throw new Error(`docs/scale.md has no place for ${name}`);
  return `${head}${begin}\n\n${text}\n\n${end}${rest.split(end)[1]}`;
}
