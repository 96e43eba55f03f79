import { readFileSync } from 'node:fs';
import type { Edit } from './edit.js';

/** A row of protections.tsv: what is taken out, and the test that notices. */
export interface Protection extends Edit {
  /** Of the table in docs/security.md. */
  readonly line: string;
  readonly name: string;
  /** The name of the file, in whatever folder. */
  readonly spec: string;
  /** Part of the test's full name. */
  readonly test: string;
}

const TABLE = new URL('protections.tsv', import.meta.url);

export const protections: readonly Protection[] = readFileSync(TABLE, 'utf8')
  .trimEnd()
  .split('\n')
  .slice(1)
  .map((row) => {
    const [line = '', name = '', symbol = '', part = '', put = '', spec = '', test = ''] = row.split('\t');
    return { line, name, symbol, part, put, spec, test };
  });
