import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { ApiDocument, Field, Operation } from './api-document.js';
import { encoded, hostileText, hostileValue, ids } from './values.js';

export interface FuzzRequest {
  readonly operation: Operation;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | undefined;
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND'];

const headerText = fc.oneof(
  fc.string({ maxLength: 60 }),
  hostileText.map((text) =>
    Buffer.from(text)
      .toString('latin1')
      .replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, ''),
  ),
);

/** Random requests, most of them nearly valid, because only those pass the first check. */
export function requests(
  document: ApiDocument,
  shown: fc.Arbitrary<Record<string, string>>,
): fc.Arbitrary<FuzzRequest> {
  return fc.constantFrom(...document.operations).chain((operation) =>
    fc
      .record({
        method: often(fc.constant(operation.method), fc.constantFrom(...METHODS)),
        id: often(ids, encoded),
        query: queries(operation),
        headers: headers(operation),
        shown,
        body: bodies(operation),
      })
      .map(({ method, id, query, headers: given, shown: credentials, body: [body, about] }) => ({
        operation,
        method,
        path: operation.path.replace('{meeting_id}', id) + query,
        headers: { ...given, ...credentials, ...about },
        body,
      })),
  );
}

function queries({ query }: Operation): fc.Arbitrary<string> {
  const pair = ({ name, schema }: Field) =>
    fc.tuple(
      often(fc.constant(name), fc.constantFrom(`${name}[]`, `${name}[x]`, name.toUpperCase())),
      often(valid(schema).map(String).map(encodeURIComponent), encoded),
    );
  const stray = fc.tuple(encoded, encoded);
  const pairs = fc.tuple(
    ...query.map((field) => fc.option(pair(field), { freq: field.name === 'meeting_id' ? 9 : 1 })),
  );
  const extra = fc.array(query.length > 0 ? fc.oneof(stray, ...query.map(pair)) : stray, { maxLength: 3 });
  return fc.tuple(pairs, often<[string, string][]>(fc.constant([]), extra)).map(([known, more]) => {
    const all = [...known.filter((one) => one !== null), ...more];
    return all.length === 0 ? '' : `?${all.map(([name, value]) => `${name}=${value}`).join('&')}`;
  });
}

function headers({ headers: own }: Operation): fc.Arbitrary<Record<string, string>> {
  const names = [...own.map(({ name }) => name), 'last-event-id', 'if-none-match', 'idempotency-key'];
  const others = [
    'accept',
    'accept-encoding',
    'origin',
    'range',
    'x-forwarded-for',
    'x-http-method-override',
    'cookie',
  ];
  return often(
    fc.constant({}),
    fc.dictionary(fc.constantFrom(...names, ...others), headerText, { maxKeys: 4, noNullPrototype: true }),
  );
}

type Body = readonly [bytes: Buffer | undefined, headers: Record<string, string>];

function bodies({ body }: Operation): fc.Arbitrary<Body> {
  const field = ({ schema }: Field) =>
    fc.option(often(valid(schema), hostileValue), { freq: 6, nil: undefined });
  const fitting = fc.record(Object.fromEntries(body.map((one) => [one.name, field(one)])));
  const json = often<unknown>(fitting, hostileValue).map((value) => Buffer.from(JSON.stringify(value)));
  const garbage = fc.oneof(
    fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.from(bytes)),
    fc
      .constantFrom(
        '{',
        '{"message":',
        '[[',
        'nul',
        '\ufeff{}',
        '{"a":1}{}',
        '['.repeat(8_000),
        '"',
        '{"__proto__":{"x":1}}',
      )
      .map((text) => Buffer.from(text)),
    fc.constant(Buffer.from(JSON.stringify({ message: 'x'.repeat(17_000) }))),
  );
  const type = fc.constantFrom(
    ...[
      'application/json',
      'text/plain',
      'application/json; charset=utf-16',
      'application/json; charset=latin1',
    ],
    ...[
      'multipart/form-data',
      'application/x-www-form-urlencoded',
      'x',
      'application/json; charset=nonsense',
    ],
  );
  const packed = fc.tuple(
    json,
    fc.constantFrom('gzip', 'deflate', 'br', 'zstd', 'identity', 'gzip, br', 'x'),
    fc.boolean(),
  );
  return fc.oneof(
    { weight: 4, arbitrary: json.map((bytes): Body => [bytes, {}]) },
    { weight: 1, arbitrary: fc.constant<Body>([undefined, {}]) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.oneof(json, garbage), type)
        .map(([bytes, name]): Body => [bytes, { 'content-type': name }]),
    },
    {
      weight: 1,
      arbitrary: packed.map(([bytes, name, honest]): Body => [
        honest ? pack(bytes, name) : bytes,
        { 'content-encoding': name },
      ]),
    },
  );
}

function pack(bytes: Buffer, encoding: string): Buffer {
  if (encoding === 'gzip') return gzipSync(bytes);
  if (encoding === 'deflate') return deflateSync(bytes);
  return encoding === 'br' ? brotliCompressSync(bytes) : bytes;
}

/** Values that match a field's schema. */
function valid(schema: Record<string, unknown>): fc.Arbitrary<unknown> {
  const { minimum = 0, maximum = 1e6 } = schema as { minimum?: number; maximum?: number };
  if (Array.isArray(schema['enum'])) return fc.constantFrom(...(schema['enum'] as unknown[]));
  if ([schema['type']].flat().includes('integer')) return fc.integer({ min: minimum, max: maximum });
  return schema['pattern'] === undefined ? fc.string({ unit: 'grapheme', maxLength: 40 }) : ids;
}

function often<T>(usual: fc.Arbitrary<T>, rare: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.oneof({ weight: 5, arbitrary: usual }, { weight: 1, arbitrary: rare });
}
