import { settings, type Setting, type Settings } from './settings.js';

/** Thrown when settings cannot be used. Each complaint is one line: the variable, what it had, what it accepts. */
export class InvalidSettings extends Error {
  constructor(readonly complaints: readonly string[]) {
    super(`Invalid settings:\n${complaints.map((line) => `  ${line}`).join('\n')}`);
    this.name = 'InvalidSettings';
  }
}

/** The environment as the operating system or a `.env` file gives it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads every known setting; throws {@link InvalidSettings} naming all bad ones at once, after those already `found`. */
export function readSettings(env: Environment, found: readonly string[] = []): Settings {
  const complaints = [...found];
  const values = Object.entries<Setting<unknown>>(settings).map(([name, { reader, secret, ...setting }]) => {
    const given = env[name]?.trim() || setting.default;
    if (given === '') return [name, undefined];
    const value = reader.read(given);
    if (value === undefined)
      complaints.push(`${name}=${secret ? '(hidden)' : quote(given)}: accepts ${reader.accepts}`);
    return [name, value];
  });
  if (complaints.length > 0) throw new InvalidSettings(complaints);
  return Object.fromEntries(values) as Settings;
}

/** JSON quoting keeps a control character in a setting from breaking the complaint's line. */
function quote(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
