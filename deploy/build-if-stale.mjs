// Builds, unless dist/ is newer than all of its sources. `npm start` runs this first, because a build takes
// most of the time of a start.
import { execSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const SOURCES = ['src', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json', 'nest-cli.json'];

/** Time of the last change in milliseconds; 0 = there is no such file. */
const changedAt = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/**
 * When anything in a folder was last changed, added or removed. The folder's own time shows the latter two.
 */
function newest(path) {
  if (!statSync(path).isDirectory()) return changedAt(path);
  return Math.max(changedAt(path), ...readdirSync(path).map((name) => newest(join(path, name))));
}

// The installed image has no sources.
const sources = SOURCES.filter((path) => changedAt(path) > 0);
if (changedAt('dist/main.js') < Math.max(0, ...sources.map(newest)))
  execSync('npm run build', { stdio: 'inherit' });
