import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

const ROOT = new URL('../../', import.meta.url);

/** A file of the repository, by its path from the root. */
export const readText = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8');

/** A YAML file of the repository, parsed. */
export function readYaml(path: string): unknown {
  return parse(readText(path), { merge: true });
}
