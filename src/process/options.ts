import { parseArgs } from 'node:util';
import { loadConfig } from '../config/app-config.js';
import { describeSettings, effectiveSettings } from '../config/describe.js';
import { describeStore } from '../config/store-config.js';
import { mergeSources } from '../config/sources.js';
import { version } from '../config/version.js';

/** Command-line options; each prints something and ends. */
const options = { help: { type: 'boolean', short: 'h' }, 'check-config': { type: 'boolean' } } as const;

/** The environment and the `.env` file, as {@link loadConfig} takes them. */
type Sources = Parameters<typeof mergeSources>;

/** An unknown option on the command line. */
export class UnknownOption extends Error {}

/**
 * The output of an option; `undefined` = there is none, so serve. Throws {@link UnknownOption}, and
 * `InvalidSettings` if `--check-config` finds any.
 */
export function answerTo(args: string[], sources: () => Readonly<Sources>): string | undefined {
  const asked = parsed(args);
  if (asked.help) return help;
  if (asked['check-config']) return checked(sources());
  return undefined;
}

function parsed(args: string[]) {
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    const [reason = ''] = (error as Error).message.split('. ');
    throw new UnknownOption(`${reason}: there are --help and --check-config; all else is a setting`);
  }
}

function checked(sources: Readonly<Sources>): string {
  const { store, warnings } = loadConfig(...sources);
  return [
    `# The settings are good. Store: ${describeStore(store)}`,
    ...warnings.map((warning) => `# Warning: ${warning}`),
    effectiveSettings(mergeSources(...sources).values),
  ].join('\n');
}

const help = `Kyukei ${version}: the backend that makes meeting breaks happen.

  node dist/main.js                 serve
  node dist/main.js --check-config  print the settings in force, secrets hidden; exit with 1 when one is bad
  node dist/main.js --help

SIGTERM stops it: streams get a goodbye, running requests finish. SIGUSR2 turns debug log lines on, and off again.

Settings come from the environment, or from a file .env in the working directory; the environment wins. With their defaults:

${describeSettings()}`;
