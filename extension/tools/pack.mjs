/**
 * `npm run extension`: writes a zip for each store, and a folder for each browser that loads it unpacked, to
 * `dist-extension/`.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { extensionFiles, STORES } from './files.mjs';
import { zip } from './zip.mjs';

const OUT = fileURLToPath(new URL('../../dist-extension/', import.meta.url));

rmSync(OUT, { recursive: true, force: true });
for (const store of STORES) {
  const files = extensionFiles(store);
  for (const [name, content] of files) {
    const path = join(OUT, store, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  const packed = zip(files);
  writeFileSync(join(OUT, `kyukei-${store}.zip`), packed);
  const digest = createHash('sha256').update(packed).digest('hex');
  console.log(
    `dist-extension/kyukei-${store}.zip  ${files.size} files, ${packed.length} bytes, sha256 ${digest}`,
  );
}
