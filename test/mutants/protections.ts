import { readFileSync } from 'node:fs';
import type { Edit } from './edit.js';

/** A row of protections.tsv: an edit that removes a protection, and the test that detects it. */
export interface Protection extends Edit {
  /** The number of the threat in docs/security.md. */
  readonly line: string;
  readonly name: string;
  /** The name of the file, in any folder. */
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
