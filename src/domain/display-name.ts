/** Longest name that people see, in characters. */
export const MAX_NAME = 60;

/** Matches a text without control characters and lone surrogates. */
export const NAME = /^[^\p{Cc}\p{Cs}]*$/u;

/** The name in a stored value or a message; `undefined` = there is none that can be shown. */
export function nameOf(value: unknown): string | undefined {
  const isName = typeof value === 'string' && value !== '' && value.length <= MAX_NAME && NAME.test(value);
  return isName ? value : undefined;
}
