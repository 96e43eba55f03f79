/** One assignment of a `.env` file. */
export interface EnvEntry {
  readonly name: string;
  readonly value: string;
  /** From 1. */
  readonly line: number;
  /** Whether an unquoted value was cut at a `#` that has no space before it. */
  readonly hasHashInside: boolean;
}

const BLANK_OR_COMMENT = /[^\S\n]*(?:#[^\n]*)?(?:\n|$)/y;
const NAME = /[^\S\n]*(?:export[^\S\n]+)?([A-Za-z_][\w.-]*)[^\S\n]*=/y;
const QUOTED = /[^\S\n]*(["'`])([^]*?)\1[^\S\n]*(?:#[^\n]*)?(?:\n|$)/y;
const PLAIN = /(?![^\S\n]*["'`])([^\n]*)(?:\n|$)/y;
const REST_OF_LINE = /[^\n]*(?:\n|$)/y;

/**
 * The assignments of a `.env` file, read as `node --env-file` does: `export` is allowed, values may be quoted and then span
 * lines, an unquoted `#` begins a comment. Node drops a line that is no assignment in silence, and closes quotes where it can;
 * here such a line is told by its number.
 */
export function parseEnvText(text: string): { entries: EnvEntry[]; damagedLines: number[] } {
  const source = text.replaceAll(/\r\n?/g, '\n');
  const entries: EnvEntry[] = [];
  const damagedLines: number[] = [];
  let at = 0;
  /** Matches here, and moves behind what matched. */
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
