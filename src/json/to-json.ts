/**
 * Line ends to some readers of text, though not to JSON or SSE: Python's `splitlines()` is how several client libraries find the
 * lines of a stream, and it would cut a frame in two there. `JSON.stringify` escapes all the others.
 */
const LINE_ENDS = /[\u0085\u2028\u2029]/g;

const escapeLineEnd = (char: string) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** JSON as it leaves the service: one line, whatever reads it. */
export function toJson(value: unknown): string {
  return oneLine(JSON.stringify(value));
}

/** The same for what is JSON already. Outside of strings JSON has none of these characters, so escapes do not change its meaning. */
export function oneLine(json: string): string {
  return json.replace(LINE_ENDS, escapeLineEnd);
}
