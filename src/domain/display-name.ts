/** Longest name that people see, in characters. */
export const MAX_NAME = 60;

/** A text without control characters and halves of surrogate pairs. */
export const NAME = /^[^\p{Cc}\p{Cs}]*$/u;

/** The name that a store or a message has; `undefined` = none that can be shown. */
export function nameOf(value: unknown): string | undefined {
  const isName = typeof value === 'string' && value !== '' && value.length <= MAX_NAME && NAME.test(value);
  return isName ? value : undefined;
}
