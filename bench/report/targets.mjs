/**
 * The targets, as ratios of medians in one run. The ratio is the figure of `of` divided by the figure of
 * `to`, and must be `atMost` or `atLeast` the given number. Without `to`, the figure itself is the ratio.
 * `streams` restricts it to one size.
 */
const wanted = [
  { measure: 'deliver', figure: 'delivery', to: 'stock-nest', atMost: 0.5 },
  { measure: 'deliver', figure: 'delivery', to: 'fastapi', atMost: 0.25 },
  { measure: 'deliver', figure: 'delivery', to: 'nchan', atMost: 1.3 },
  { measure: 'latency', figure: 'p50', to: 'nchan', atMost: 1.3 },
  { measure: 'latency', figure: 'p99', to: 'nchan', atMost: 1.1 },
  { measure: 'latency', figure: 'p50', to: 'fastapi', atMost: 0.3 },
  { measure: 'latency', figure: 'p99', to: 'fastapi', atMost: 0.3 },
  { measure: 'deliver', figure: 'rss', to: 'stock-nest', atMost: 0.75 },
  { measure: 'deliver', figure: 'open', to: 'stock-nest', atMost: 1 },
  { measure: 'deliver', figure: 'open', to: 'plain-http', atMost: 1.5, streams: 10_000 },
  { measure: 'deliver', figure: 'open', to: 'better-sse', atMost: 1, streams: 2_000 },
  { measure: 'storm', figure: 'rate', to: 'stock-nest', atLeast: 1 },
  { measure: 'commands', figure: 'rate', of: 'kyukei-redis', to: 'fastapi', atLeast: 1.5 },
  { measure: 'commands', figure: 'p99', of: 'kyukei-redis', to: 'fastapi', atMost: 1 / 3 },
  { measure: 'workers', figure: 'scale', of: 'kyukei-redis', atLeast: 1.8 },
  { measure: 'deliver', figure: 'delivery', of: 'kyukei-protected', to: 'kyukei', atMost: 1.1 },
  { measure: 'deliver', figure: 'open', of: 'kyukei-protected', to: 'kyukei', atMost: 1.1 },
  { measure: 'deliver', figure: 'open', of: 'kyukei-own-tokens', to: 'kyukei', atMost: 1.1 },
];

/** Each target whose contestants were both measured, with the measured ratio. */
export function targets(rows) {
  return wanted.flatMap(({ measure, figure, of = 'kyukei', to, atMost, atLeast, streams }) =>
    rows
      .filter((row) => row.measure === measure && row.figure === figure)
      .filter((row) => !streams || row.streams === streams)
      .filter(({ values }) => values[of]?.median !== undefined && (!to || values[to]?.median))
      .map(({ label, size, values }) => {
        const ratio = values[of].median / (to ? values[to].median : 1);
        const met = atMost === undefined ? ratio >= atLeast : ratio <= atMost;
        return { label, size, of, to, ratio, atMost, atLeast, met };
      }),
  );
}
