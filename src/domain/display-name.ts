/** Longest name that people see, in characters. */
export const MAX_NAME = 60;

/** Matches a text without control characters and lone surrogates. */
export const NAME = /^[^\p{Cc}\p{Cs}]*$/u;

/** Matches a text that is not too long; like JSON Schema, it counts characters outside the BMP once. */
export const NAME_LENGTH = new RegExp(`^.{0,${MAX_NAME}}$`, 'su');

/** The name in a stored value or a message; `undefined` = there is none that can be shown. */
export function nameOf(value: unknown): string | undefined {
  const isName = typeof value === 'string' && value !== '' && NAME_LENGTH.test(value) && NAME.test(value);
  return isName ? value : undefined;
}
