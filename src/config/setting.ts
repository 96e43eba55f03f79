import type { Parser } from './parsers.js';

/**
 * One environment variable: what it does, its default as written in `.env`, and the values that it accepts.
 */
export interface Setting<T> {
  readonly about: string;
  /** Value if the variable is unset or empty; `''` = the setting is absent then. */
  readonly default: string;
  readonly parser: Parser<T>;
  /** A secret never appears in an error message or a log line. */
  readonly secret?: boolean;
}

export function setting<T>(about: string, parser: Parser<T>, fallback: string): Setting<T> {
  return { about, parser, default: fallback };
}

export function optional<T>(about: string, parser: Parser<T>): Setting<T | undefined> {
  return { about, parser, default: '' };
}

export function secret<T>(about: string, parser: Parser<T>): Setting<T | undefined> {
  return { about, parser, default: '', secret: true };
}

/**
 * Makes the value of a setting the field `field` of `AppConfig`. Without it, another file computes something
 * from the setting.
 */
export function asField<const Field extends string, S>(
  field: Field,
  declared: S,
): S & { readonly field: Field } {
  return { ...declared, field };
}
