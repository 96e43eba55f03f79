import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { InvalidSettings, type Environment } from './read-settings.js';

/**
 * The variables of a `.env` file, as `node --env-file` reads them; none when the file is not there. An unquoted `#`
 * starts a comment, so a password with one is quoted.
 */
export function readEnvFile(path: string): Environment {
  try {
    return parseEnv(readFileSync(path, 'utf8'));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') return {};
    throw new InvalidSettings([`${path} cannot be read (${code}): make it a readable file, or remove it`]);
  }
}
