import type { Setting } from './setting.js';
import { settings, type Settings } from './settings.js';

/**
 * Settings that cannot be used. Each complaint is one line: the variable, its value, and the values that it
 * accepts.
 */
export class InvalidSettings extends Error {
  constructor(readonly complaints: readonly string[]) {
    super(`Invalid settings:\n${complaints.map((line) => `  ${line}`).join('\n')}`);
    this.name = 'InvalidSettings';
  }
}

/** Environment variables, from the operating system or from a `.env` file. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Parses every known setting. Throws one {@link InvalidSettings} for all bad ones, after the complaints in
 * `found`. By hand, because the complaints of a schema library neither say what a setting accepts in words
 * for an operator, nor hide secrets.
 */
export function readSettings(env: Environment, found: readonly string[] = []): Settings {
  const complaints = [...found];
  const values = Object.entries<Setting<unknown>>(settings).map(([name, { parser, secret, ...setting }]) => {
    const given = env[name]?.trim() || setting.default;
    if (given === '') return [name, undefined];
    const value = parser.parse(given);
    if (value === undefined)
      complaints.push(`${name}=${secret ? '(hidden)' : quote(given)}: accepts ${parser.accepts}`);
    return [name, value];
  });
  if (complaints.length > 0) throw new InvalidSettings(complaints);
  return Object.fromEntries(values) as Settings;
}

/** Quotes a value as JSON, so that a control character in it cannot break the line. */
function quote(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
