/** The baseline contestant, which none can beat: each figure is followed by its ratio to the baseline's. */
const FLOOR = 'c-floor';

/** The results in Markdown: a row per figure and a column per contestant, then the targets. */
export function table({ at, machine, rounds, contestants, missing, rows, targets }) {
  const measured = rows.filter(({ values }) => Object.values(values).some(Boolean));
  return [
    `${at}; ${machine.cpu}, ${machine.cores} cores, Linux ${machine.kernel}, Node ${machine.node}; medians of ${rounds} rounds`,
    '',
    line(['', '', ...contestants.map(({ label }) => label)]),
    line(['---', '---', ...contestants.map(() => '---:')]),
    ...measured.map((row) => line([what(row), row.size, ...contestants.map(({ name }) => cell(row, name))])),
    ...missing.map(({ label, why }) => line([`missing: ${label}`, why, ...contestants.map(() => '')])),
    '',
    ...(targets.length > 0 ? [line(['target', '', 'ratio', 'wanted', '']), line(Array(5).fill('---'))] : []),
    ...targets.map(target),
  ].join('\n');
}

function what({ label, unit }) {
  return unit ? `${label}, ${unit}` : label;
}

function cell({ values, digits }, name) {
  const value = values[name];
  if (value === undefined) return '–';
  if (value.why) return value.why;
  const figure = value.median.toLocaleString('en', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  const floor = values[FLOOR]?.median;
  return floor && name !== FLOOR ? `${figure} (${shown(value.median / floor)}×)` : figure;
}

function target({ label, size, of, to, ratio, atMost, atLeast, met }) {
  const wanted = atMost === undefined ? `≥ ${shown(atLeast)}` : `≤ ${shown(atMost)}`;
  return line([
    label,
    to ? `${size}, ${of} to ${to}` : `${size}, ${of}`,
    shown(ratio),
    wanted,
    met ? 'met' : 'MISSED',
  ]);
}

const shown = (ratio) => ratio.toFixed(2);
const line = (cells) => `| ${cells.join(' | ')} |`;
