import { isTimestamp, type Timestamp } from './timestamp.js';

/** JSON Schema 2020-12, the dialect that OpenAPI 3.1 uses. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** A field of a notice, declared once: its TypeScript type, its schema in the API document, and its check. */
export interface Field<T> {
  readonly schema: JsonSchema;
  readonly example: T;
  /**
   * Whether the rules can use a stored value. Left out when no rule reads the field: then any value is
   * usable.
   */
  readonly isUsable?: (value: unknown) => boolean;
  /** Whether some notices lack the field. Left out = none. */
  readonly isOptional?: boolean;
}

export type Fields = Readonly<Record<string, Field<unknown>>>;

type ValueOf<F> = F extends Field<infer T> ? T : never;
type MayLack<F> = undefined extends ValueOf<F> ? true : false;

/** The type of an object with these fields. */
export type ObjectOf<F extends Fields> = {
  readonly [K in keyof F as MayLack<F[K]> extends true ? never : K]: ValueOf<F[K]>;
} & { readonly [K in keyof F as MayLack<F[K]> extends true ? K : never]?: ValueOf<F[K]> };

export function text(description: string, example: string): Field<string> {
  return {
    schema: { type: 'string', description },
    example,
    isUsable: (value) => typeof value === 'string',
  };
}

export function time(description: string, example: Timestamp): Field<Timestamp> {
  return {
    schema: { type: 'string', format: 'date-time', description },
    example,
    isUsable: isTimestamp,
  };
}

export function wholeNumber(description: string, example: number): Field<number> {
  return {
    schema: { type: 'integer', description },
    example,
    isUsable: (value) => typeof value === 'number',
  };
}

/** A field with a closed set of values. A later version may store another value, so any string is usable. */
export function oneOf<T extends string>(description: string, words: readonly T[], example: T): Field<T> {
  return {
    schema: { type: 'string', enum: words, description },
    example,
    isUsable: (value) => typeof value === 'string',
  };
}

/** The same field, but `null` is also valid. */
export function orNull<T>({ schema, example, isUsable, ...rest }: Field<T>): Field<T | null> {
  const { description, ...plain } = schema;
  const simple = typeof plain['type'] === 'string' && !plain['enum'];
  return {
    ...rest,
    schema: {
      ...(simple ? { ...plain, type: [plain['type'], 'null'] } : { anyOf: [plain, { type: 'null' }] }),
      description,
    },
    example,
    ...(isUsable && { isUsable: (value: unknown) => value === null || isUsable(value) }),
  };
}

/** The same field for values that no rule reads: stored values are passed on unchanged. */
export function unread<T>({ schema, example, isOptional }: Field<T>): Field<T> {
  return { schema, example, ...(isOptional && { isOptional }) };
}

/** The same field, but earlier versions logged the notice without it. */
export function optional<T>({ schema, example, isUsable }: Field<T>): Field<T | undefined> {
  return {
    schema,
    example,
    isOptional: true,
    ...(isUsable && { isUsable: (value: unknown) => value === undefined || isUsable(value) }),
  };
}

/** An example object with these fields. */
export function exampleOf<F extends Fields>(fields: F): ObjectOf<F> {
  const examples = Object.entries(fields).map(([name, { example }]) => [name, example]);
  return Object.fromEntries(examples) as ObjectOf<F>;
}
