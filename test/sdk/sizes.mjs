/**
 * The bytes to load the client, without comments, compressed together. `node test/sdk/sizes.mjs` prints them.
 */
import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';

const FOLDER = new URL('../../sdk/javascript/', import.meta.url);

/** Removes comments. The client's strings contain none. */
const COMMENT = /\/\*[^]*?\*\/|(?<=^|\s)\/\/.*$/gm;

/** A module and all of its imports, each once. */
async function sources(name, found = new Map()) {
  if (found.has(name)) return found;
  const source = (await readFile(new URL(name, FOLDER), 'utf8')).replace(COMMENT, '').replace(/^\s*\n/gm, '');
  found.set(name, source);
  for (const [, imported] of source.matchAll(/from '\.\/([^']+)'/g)) await sources(imported, found);
  return found;
}

/**
 * Bytes of a module with all of its imports. `apart` = each file is compressed by itself, as browsers get
 * them.
 */
export async function size(name, apart = false) {
  const all = [...(await sources(name)).values()];
  const bytes = (text) => gzipSync(text, { level: 9 }).length;
  return apart ? all.reduce((sum, source) => sum + bytes(source), 0) : bytes(all.join(''));
}

if (process.argv[1] === new URL(import.meta.url).pathname)
  for (const name of ['kyukei-client.js', 'commands.js'])
    console.log(`${name}: ${await size(name)} bytes together, ${await size(name, true)} file by file`);
