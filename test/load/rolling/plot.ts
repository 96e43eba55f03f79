export interface Mark {
  readonly atMs: number;
  readonly text: string;
}

const WIDTH = 760;
const HEIGHT = 260;
const LEFT = 48;
const TOP = 44;
const BOTTOM = 34;

const style = `
  text { font: 12px system-ui, sans-serif; fill: #1f2328; }
  .bar { fill: #0969da; }
  .mark { stroke: #bc4c00; stroke-dasharray: 4 3; }
  .axis { stroke: #8c959f; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; }
    .bar { fill: #4493f8; }
    .mark { stroke: #f0883e; }
  }`;

/**
 * Draws the reconnects of each second as bars, and the marks as dashed lines. Colours follow the reader's
 * theme.
 */
export function plot(
  title: string,
  momentsMs: readonly number[],
  lengthMs: number,
  marks: readonly Mark[],
): string {
  const seconds = Math.ceil(lengthMs / 1000);
  const counts = Array.from({ length: seconds }, () => 0);
  for (const moment of momentsMs) {
    const second = Math.floor(moment / 1000);
    counts[second] = (counts[second] ?? 0) + 1;
  }
  const most = Math.max(1, ...counts);
  const x = (second: number) => LEFT + (second / seconds) * (WIDTH - LEFT - 12);
  const y = (count: number) => HEIGHT - BOTTOM - (count / most) * (HEIGHT - TOP - BOTTOM);
  const width = (x(1) - x(0) - 1).toFixed(1);
  const bars = counts.map(
    (count, second) =>
      `<rect class="bar" x="${x(second).toFixed(1)}" y="${y(count).toFixed(1)}" width="${width}" height="${(y(0) - y(count)).toFixed(1)}"/>`,
  );
  const lines = marks.map(({ atMs, text }, n) => {
    const at = x(atMs / 1000).toFixed(1);
    return `<line class="mark" x1="${at}" x2="${at}" y1="${TOP - 12}" y2="${y(0)}"/><text x="${at}" y="${TOP - 14 + (n % 2) * 13}" dx="4">${text}</text>`;
  });
  const ticks = Array.from({ length: Math.floor(seconds / 10) + 1 }, (_, n) => n * 10).map(
    (second) =>
      `<text x="${x(second).toFixed(1)}" y="${HEIGHT - BOTTOM + 16}" text-anchor="middle">${second} s</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}">
<style>${style}
</style>
<text x="0" y="14">${title}</text>
<text x="${LEFT - 6}" y="${TOP + 4}" text-anchor="end">${most}/s</text>
<text x="${LEFT - 6}" y="${y(0)}" text-anchor="end">0</text>
<line class="axis" x1="${LEFT}" x2="${WIDTH - 12}" y1="${y(0)}" y2="${y(0)}"/>
${[...bars.filter((_, second) => counts[second]), ...lines, ...ticks].join('\n')}
</svg>
`;
}
