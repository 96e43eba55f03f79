import type { Environment } from './read-settings.js';
import type { Setting } from './setting.js';
import { settings } from './settings.js';

const listed = Object.entries<Setting<unknown>>(settings);

/** The settings as `--help` prints them: name and default, effect, accepted values. */
export function describeSettings(): string {
  return listed
    .map(
      ([name, { about, parser, default: value }]) =>
        `  ${name}=${value}\n      ${about}\n      Accepts ${parser.accepts}.`,
    )
    .join('\n');
}

/** The settings in force: a `.env` line for each one that has a value. Secrets are hidden. */
export function effectiveSettings(env: Environment): string {
  const lines = listed.flatMap(([name, { secret, default: fallback }]) => {
    const given = env[name]?.trim();
    const value = given || fallback;
    if (value === '') return [];
    return `${name}=${secret ? '(hidden)' : quoted(value)}${given ? '' : '  # default'}`;
  });
  return lines.join('\n');
}

/** Quotes a value that a shell or a terminal could interpret. */
function quoted(text: string): string {
  return /^[\w.,:/@*+-]*$/.test(text) ? text : JSON.stringify(text);
}
