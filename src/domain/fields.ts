import { isTimestamp, type Timestamp } from './timestamp.js';

/** JSON Schema 2020-12, which is the one of OpenAPI 3.1. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** A field of a notice, declared once: its TypeScript type, its schema in the API document, and what the rules need of it. */
export interface Field<T> {
  readonly schema: JsonSchema;
  readonly example: T;
  /** Whether the rules can work with a value that was stored; left out: they do not read the field, so anything will do. */
  readonly isUsable?: (value: unknown) => boolean;
}

export type Fields = Readonly<Record<string, Field<unknown>>>;

/** The object that has these fields. */
export type ObjectOf<F extends Fields> = { readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never };

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

/** One of a few words. A later version may store another one, so any text is usable. */
export function oneOf<T extends string>(description: string, words: readonly T[], example: T): Field<T> {
  return {
    schema: { type: 'string', enum: words, description },
    example,
    isUsable: (value) => typeof value === 'string',
  };
}

/** The same field, which may also be null. */
export function orNull<T>({ schema, example, isUsable }: Field<T>): Field<T | null> {
  const { description, ...plain } = schema;
  const simple = typeof plain['type'] === 'string' && !plain['enum'];
  return {
    schema: {
      ...(simple ? { ...plain, type: [plain['type'], 'null'] } : { anyOf: [plain, { type: 'null' }] }),
      description,
    },
    example,
    ...(isUsable && { isUsable: (value: unknown) => value === null || isUsable(value) }),
  };
}

/** The same field, which no rule reads: stored values are passed on as they are. */
export function unread<T>({ schema, example }: Field<T>): Field<T> {
  return { schema, example };
}

/** An example of the object that has these fields. */
export function exampleOf<F extends Fields>(fields: F): ObjectOf<F> {
  const examples = Object.entries(fields).map(([name, { example }]) => [name, example]);
  return Object.fromEntries(examples) as ObjectOf<F>;
}
