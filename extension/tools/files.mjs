/**
 * The files of the packed extension. Nothing is bundled or changed except the manifest, in which each store
 * has its own keys.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FOLDERS = ['background', 'page', 'popup', 'options', 'offscreen', '_locales', 'icons'];
const FILES = ['texts.js', 'sites.js', 'server-address.js', 'managed-schema.json'];
/** Files shared with other parts of the project: source path → path in the package. */
const SHARED = {
  'sdk/javascript': 'client',
  'public/js/qr.js': 'shared/qr.js',
  'public/js/vendor/uqr.js': 'shared/vendor/uqr.js',
  'public/js/strike.js': 'shared/strike.js',
  'public/js/time-after.js': 'shared/time-after.js',
};

export const STORES = ['chrome', 'edge', 'firefox'];

/** @param {'chrome' | 'edge' | 'firefox'} store @returns {Map<string, Buffer>} */
export function extensionFiles(store) {
  const files = new Map();
  const add = (from, to) => files.set(to, readFileSync(join(ROOT, from)));
  for (const folder of FOLDERS)
    for (const name of below(`extension/${folder}`)) add(`extension/${folder}/${name}`, `${folder}/${name}`);
  for (const name of FILES) add(`extension/${name}`, name);
  for (const [from, to] of Object.entries(SHARED)) {
    if (from.endsWith('.js')) add(from, to);
    else for (const name of below(from)) if (name.endsWith('.js')) add(`${from}/${name}`, `${to}/${name}`);
  }
  files.set('manifest.json', Buffer.from(`${JSON.stringify(manifestFor(store), null, 2)}\n`));
  return files;
}

/** @param {'chrome' | 'edge' | 'firefox'} store */
function manifestFor(store) {
  const manifest = JSON.parse(readFileSync(join(ROOT, 'extension/manifest.json'), 'utf8'));
  if (store === 'firefox') {
    delete manifest.background.service_worker;
    delete manifest.minimum_chrome_version;
    // Removed for Firefox, whose policies need no schema and which does not support this key.
    delete manifest.storage;
    manifest.permissions = manifest.permissions.filter((name) => name !== 'offscreen');
  } else {
    delete manifest.background.scripts;
    delete manifest.browser_specific_settings;
  }
  return manifest;
}

const below = (folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter(
      (entry) => entry.isFile() && !/\.(?:d\.ts|md)$/.test(entry.name) && entry.name !== 'tsconfig.json',
    )
    .map((entry) => join(entry.parentPath, entry.name).slice(join(ROOT, folder).length + 1))
    .sort();
