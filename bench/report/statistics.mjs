export function median(values) {
  return percentile(values, 50);
}

/** A percentile: the smallest of the values that at least `share` percent of the values do not exceed. */
export function percentile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((share / 100) * sorted.length) - 1)];
}
