import { cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { built, changed, ROOT, type Edit } from '../mutants/edit.js';
import type { Teardown } from './world/teardown.js';

/**
 * A copy of `dist/` with the edits applied. Throws when an edit no longer matches the source, as the test
 * would then test nothing.
 */
export async function mutant(teardown: Teardown, edits: readonly Edit[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kyukei-mutant-'));
  teardown.add(() => rm(folder, { recursive: true, force: true }));
  await cp(join(ROOT, 'dist'), join(folder, 'dist'), { recursive: true });
  await cp(join(ROOT, 'package.json'), join(folder, 'package.json'));
  for (const beside of ['node_modules', 'public', 'sdk'])
    await symlink(join(ROOT, beside), join(folder, beside));
  for (const [path, text] of changed(edits)) {
    const file = built(path, text);
    if (!file) throw new Error(`${path} is no part of what is built`);
    await writeFile(join(folder, file.path), file.text);
  }
  return join(folder, 'dist');
}
