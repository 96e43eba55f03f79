import { createRequire } from 'node:module';
import { loadConfig } from './config/app-config.js';
import { readEnvFile } from './config/env-file.js';
import { InvalidSettings } from './config/read-settings.js';
import { answerTo, UnknownOption } from './process/options.js';

try {
  const sources = () => [process.env, readEnvFile('.env')] as const;
  const answer = answerTo(process.argv.slice(2), sources);
  if (answer !== undefined) console.log(answer);
  else {
    const config = loadConfig(...sources());
    // Nest and its libraries take most of a second to load: bad settings and `--check-config` must not wait for them.
    // `require` loads them a fifth faster than `import`, which takes turns of the event loop for each of 2,000 files.
    const { start } = createRequire(import.meta.url)('./start.js') as typeof import('./start.js');
    await start(config);
  }
} catch (error) {
  if (!(error instanceof InvalidSettings || error instanceof UnknownOption)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
