import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

const ROOT = new URL('../../', import.meta.url);

/** A YAML file of the repository, by its path from the root. */
export function readYaml(path: string): unknown {
  return parse(readFileSync(new URL(path, ROOT), 'utf8'), { merge: true });
}
