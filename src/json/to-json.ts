/**
 * Characters that are line ends for some programs, though not in JSON or SSE. Several client libraries split
 * a stream with Python's `splitlines()`, which would cut a frame in two there. `JSON.stringify` escapes all
 * other line ends.
 */
const LINE_ENDS = /[\u0085\u2028\u2029]/g;

const escapeLineEnd = (char: string) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** JSON in one line for every reader. */
export function toJson(value: unknown): string {
  return oneLine(JSON.stringify(value));
}

/**
 * Makes JSON one line for every reader. These characters occur only in JSON strings, where an escape means
 * the same.
 */
export function oneLine(json: string): string {
  return json.replace(LINE_ENDS, escapeLineEnd);
}
