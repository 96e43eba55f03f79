/** One assignment in a `.env` file. */
export interface EnvEntry {
  readonly name: string;
  readonly value: string;
  /** Line number, from 1. */
  readonly line: number;
  /** Whether an unquoted value was cut at a `#` without a space before it. */
  readonly hasHashInside: boolean;
}

const BLANK_OR_COMMENT = /[^\S\n]*(?:#[^\n]*)?(?:\n|$)/y;
const NAME = /[^\S\n]*(?:export[^\S\n]+)?([A-Za-z_][\w.-]*)[^\S\n]*=/y;
const QUOTED = /[^\S\n]*(["'`])([^]*?)\1[^\S\n]*(?:#[^\n]*)?(?:\n|$)/y;
const PLAIN = /(?![^\S\n]*["'`])([^\n]*)(?:\n|$)/y;
const REST_OF_LINE = /[^\n]*(?:\n|$)/y;

/**
 * Parses a `.env` file as `node --env-file` does: `export` is allowed, quoted values may span lines, and an
 * unquoted `#` begins a comment. Node silently drops a line that is not an assignment, and guesses where an
 * open quote ends; this parser reports the line's number instead.
 */
export function parseEnvText(text: string): { entries: EnvEntry[]; damagedLines: number[] } {
  const source = text.replaceAll(/\r\n?/g, '\n');
  const entries: EnvEntry[] = [];
  const damagedLines: number[] = [];
  let at = 0;
  /** Matches at the current position, and moves past the match. */
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(source);
    if (match) at = pattern.lastIndex;
    return match;
  };
  while (at < source.length) {
    if (take(BLANK_OR_COMMENT)) continue;
    const line = source.slice(0, at).split('\n').length;
    const name = take(NAME)?.[1];
    const value = name && (quoted(take(QUOTED)) ?? plain(take(PLAIN)));
    if (name && value) entries.push({ name, line, ...value });
    else {
      damagedLines.push(line);
      take(REST_OF_LINE);
    }
  }
  return { entries, damagedLines };
}

type Value = Pick<EnvEntry, 'value' | 'hasHashInside'>;

function quoted(match: RegExpExecArray | null): Value | undefined {
  const [, quote, text] = match ?? [];
  if (text === undefined) return undefined;
  return { value: quote === '"' ? text.replaceAll('\\n', '\n') : text, hasHashInside: false };
}

function plain(match: RegExpExecArray | null): Value | undefined {
  const text = match?.[1];
  if (text === undefined) return undefined;
  const [value = ''] = text.split('#');
  return { value: value.trim(), hasHashInside: value !== text && !/\s$/.test(value) };
}
