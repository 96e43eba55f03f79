import { readFileSync } from 'node:fs';
import { parseEnvText, type EnvEntry } from './env-text.js';
import { InvalidSettings, type Environment } from './read-settings.js';
import { settings } from './settings.js';

/** The values of a `.env` file, and warnings about lines that its author may not have meant. */
export interface EnvFile {
  readonly values: Environment;
  readonly warnings: readonly string[];
}

/** A `.env` file that does not exist. */
export const noEnvFile: EnvFile = { values: {}, warnings: [] };

/** Reads a `.env` file. Throws `InvalidSettings` for a file or line whose meaning is ambiguous. */
export function readEnvFile(path: string): EnvFile {
  const bytes = read(path);
  if (bytes === undefined) return noEnvFile;
  const { entries, damagedLines } = parseEnvText(decode(path, bytes));
  const isOurs = ({ name }: EnvEntry) => Object.hasOwn(settings, name);
  const complaints = [
    ...damagedLines.map((line) => `${path}, line ${line}: accepts NAME=value, a comment (#) or nothing`),
    // Some programs read the rest as a comment, others as a part of the value.
    ...entries
      .filter((entry) => entry.hasHashInside && isOurs(entry))
      .map(({ name, line }) => `${name} in ${path}, line ${line}: put a value that contains a # in quotes`),
  ];
  if (complaints.length > 0) throw new InvalidSettings(complaints);
  const last = new Map(entries.map((entry) => [entry.name, entry]));
  const repeated = entries.filter((entry) => isOurs(entry) && last.get(entry.name)?.value !== entry.value);
  return {
    values: Object.fromEntries(entries.map(({ name, value }) => [name, value])),
    warnings: repeated.map(
      ({ name, line }) =>
        `${name} is set more than once in ${path}: line ${last.get(name)?.line} counts, line ${line} does not`,
    ),
  };
}

function read(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') return undefined;
    throw new InvalidSettings([`${path} cannot be read (${code}): make it a readable file, or remove it`]);
  }
}

/**
 * Decodes UTF-8. Windows editors may write a byte order mark, which is dropped, or UTF-16 ("Unicode"), which
 * is refused.
 */
function decode(path: string, bytes: Buffer): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    // UTF-16 without a byte order mark has a NUL beside each ASCII character.
    if (!text.includes('\0')) return text;
  } catch {
    // Refused below.
  }
  throw new InvalidSettings([`${path} is not UTF-8 text: save it as UTF-8`]);
}
