/** Compares the reports of a client with those that a case expects. */

/**
 * A pattern matches a value that has at least the fields of the pattern. `{"$between": [a, b]}` matches a
 * number in that range, `{"$long": n}` a text or list of that length.
 */
export function matches(pattern, value) {
  if (pattern === null || typeof pattern !== 'object') return pattern === value;
  if ('$between' in pattern) {
    const [low, high] = pattern.$between;
    return typeof value === 'number' && value >= low && value <= high;
  }
  if ('$long' in pattern) return value?.length === pattern.$long;
  if (value === null || typeof value !== 'object') return false;
  if (Array.isArray(pattern) && pattern.length !== value.length) return false;
  return Object.entries(pattern).every(([name, part]) => matches(part, value[name]));
}

/**
 * The first difference between what was expected and what was reported, in words; `undefined` = none. Only
 * kinds of report that the case names count (in `expect`, or in `never` for those that must not come at all):
 * a case is about one thing.
 */
export function difference({ expect, never = [] }, reports) {
  const kinds = new Set([...expect.map(({ says }) => says), ...never]);
  const heard = reports.filter(({ says }) => kinds.has(says));
  const at = expect.findIndex((pattern, index) => !matches(pattern, heard[index]));
  if (at >= 0) return `report ${at + 1} should be ${text(expect[at])}, and is ${text(heard[at])}`;
  if (heard.length > expect.length)
    return `nothing more should be reported, but was: ${text(heard[expect.length])}`;
  return undefined;
}

/** Whether there are as many reports as the case expects. */
export function isComplete({ expect, never = [] }, reports) {
  const kinds = new Set([...expect.map(({ says }) => says), ...never]);
  return reports.filter(({ says }) => kinds.has(says)).length >= expect.length;
}

const text = (value) => (value === undefined ? 'missing' : shortened(JSON.stringify(value)));
const shortened = (line) => (line.length > 400 ? `${line.slice(0, 400)}…` : line);
