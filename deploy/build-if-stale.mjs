// Builds, unless dist/ is newer than everything that it is made of. `npm start` runs this first: a build takes most of a start.
import { execSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const SOURCES = ['src', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json', 'nest-cli.json'];

/** Milliseconds; 0 = there is no such file. */
const changedAt = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** When anything in a folder was last changed, removed or added; a folder's own time tells of the latter two. */
function newest(path) {
  if (!statSync(path).isDirectory()) return changedAt(path);
  return Math.max(changedAt(path), ...readdirSync(path).map((name) => newest(join(path, name))));
}

// The installed image has no sources.
const sources = SOURCES.filter((path) => changedAt(path) > 0);
if (changedAt('dist/main.js') < Math.max(0, ...sources.map(newest)))
  execSync('npm run build', { stdio: 'inherit' });
