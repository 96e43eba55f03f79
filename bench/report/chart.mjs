/**
 * A bar chart of the most important figures; shorter bars are better. Its colours follow the reader's light
 * or dark theme.
 */
const shown = [
  ['deliver', 'delivery'],
  ['deliver', 'rss'],
  ['deliver', 'open'],
  ['latency', 'p50'],
];

const WIDTH = 760;
const NAME_WIDTH = 190;
const BAR_WIDTH = 440;
const BAR = 18;
const GAP = 6;
const HEAD = 34;

const style = `
  text { font: 13px system-ui, sans-serif; fill: #1f2328; }
  .head { font-weight: 600; }
  .bar { fill: #8c959f; }
  .ours { fill: #0969da; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; }
    .bar { fill: #6e7681; }
    .ours { fill: #4493f8; }
  }`;

export function chart({ rows, contestants, at, machine }) {
  const charted = shown.flatMap(([measure, figure]) =>
    rows.filter((row) => row.measure === measure && row.figure === figure),
  );
  let y = 30;
  const parts = charted.map((row) => {
    const group = bars(row, contestants, y);
    y += group.height;
    return group.svg;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y + 10}" role="img" aria-label="Kyukei beside its peers">
<style>${style}
</style>
<text x="0" y="16">${escape(`${at.slice(0, 10)}, ${machine.cpu}, one core each; shorter is better`)}</text>
${parts.join('\n')}
</svg>
`;
}

function bars({ label, size, unit, digits, values }, contestants, top) {
  const measured = contestants.filter(({ name }) => values[name]?.median !== undefined);
  const most = Math.max(...measured.map(({ name }) => values[name].median));
  const svg = measured.map(({ name, label: contestant }, i) => {
    const y = top + HEAD + i * (BAR + GAP);
    const width = Math.max(1, (values[name].median / most) * BAR_WIDTH).toFixed(1);
    const middle = y + BAR / 2 + 5;
    return [
      text(NAME_WIDTH - 8, middle, contestant.replaceAll('`', ''), 'text-anchor="end"'),
      `<rect class="bar${name.startsWith('kyukei') ? ' ours' : ''}" x="${NAME_WIDTH}" y="${y}" width="${width}" height="${BAR}" rx="3"/>`,
      text(NAME_WIDTH + Number(width) + 8, middle, `${values[name].median.toFixed(digits)} ${unit}`),
    ].join('');
  });
  const head = text(NAME_WIDTH, top + HEAD - 12, `${label}, ${size}`, 'class="head"');
  return { svg: [head, ...svg].join('\n'), height: HEAD + measured.length * (BAR + GAP) + 6 };
}

function text(x, y, content, attributes = '') {
  return `<text x="${x}" y="${y}" ${attributes}>${escape(content)}</text>`;
}

function escape(content) {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
