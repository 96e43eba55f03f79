import { byMinute } from './size.mjs';

const WIDTH = 760;
const LEFT = 64;
const PANEL = 130;
const GAP = 44;

const style = `
  text { font: 12px system-ui, sans-serif; fill: #1f2328; }
  .line { fill: none; stroke: #0969da; stroke-width: 1.3; }
  .second { stroke: #bc4c00; }
  .axis { stroke: #8c959f; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; }
    .line { stroke: #4493f8; }
    .second { stroke: #f0883e; }
  }`;

/**
 * The day of two fleets, one panel below the other: `[title, key, format]`. The second fleet is drawn in
 * orange.
 */
export function plot(title, panels, [first, second]) {
  const days = [byMinute(first), byMinute(second)];
  const parts = panels.map((panel, i) => drawPanel(panel, days, 40 + i * (PANEL + GAP)));
  const height = 40 + panels.length * (PANEL + GAP) + 10;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${title}">
<style>${style}
</style>
<text x="0" y="14">${title}</text>
${parts.join('\n')}
</svg>
`;
}

function drawPanel([label, key, format], days, top) {
  const most = Math.max(...days.flat().map((minute) => minute[key])) || 1;
  const bottom = top + PANEL;
  const [from, until] = [days[0][0].time, days[0].at(-1).time];
  const x = (time) => (LEFT + ((time - from) / (until - from)) * (WIDTH - LEFT - 8)).toFixed(1);
  const y = (value) => (bottom - (value / most) * (PANEL - 20)).toFixed(1);
  const line = (day, name) =>
    `<polyline class="line${name}" points="${day.map((one) => `${x(one.time)},${y(one[key])}`).join(' ')}"/>`;
  const hours = [9, 10, 11, 12, 13, 14, 15, 16, 17, 18].map(
    (hour) => `<text x="${x(hour * 3600)}" y="${bottom + 15}" text-anchor="middle">${hour}:00</text>`,
  );
  return [
    `<text x="${LEFT}" y="${top + 6}">${label}</text>`,
    `<text x="${LEFT - 6}" y="${top + 24}" text-anchor="end">${format(most)}</text>`,
    `<text x="${LEFT - 6}" y="${bottom + 4}" text-anchor="end">0</text>`,
    `<line class="axis" x1="${LEFT}" x2="${WIDTH - 8}" y1="${bottom}" y2="${bottom}"/>`,
    line(days[1], ' second'),
    line(days[0], ''),
    ...hours,
  ].join('\n');
}
