import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Teardown } from './world/teardown.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** One thing taken out of the built service: the text to find, exactly once, and what is put there instead. */
export interface Change {
  readonly file: string;
  readonly find: string;
  readonly put: string;
}

/** A copy of `dist/` with something taken out. Throws when the text is not there: then the test no longer tests anything. */
export async function mutant(teardown: Teardown, changes: readonly Change[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kyukei-mutant-'));
  teardown.add(() => rm(folder, { recursive: true, force: true }));
  const dist = join(folder, 'dist');
  await mkdir(dist);
  await cp(join(ROOT, 'dist'), dist, { recursive: true });
  await cp(join(ROOT, 'package.json'), join(folder, 'package.json'));
  for (const beside of ['node_modules', 'public']) await symlink(join(ROOT, beside), join(folder, beside));
  for (const { file, find, put } of changes) {
    const path = join(dist, file);
    const parts = (await readFile(path, 'utf8')).split(find);
    if (parts.length !== 2) throw new Error(`${file} has ${parts.length - 1} times: ${find}`);
    await writeFile(path, parts.join(put));
  }
  return dist;
}
