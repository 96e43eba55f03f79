import fc from 'fast-check';

/** Few meetings, so that several requests reach the same one: most states need more than one request. */
export const ids = fc.constantFrom('abc', 'abc-defg-hij', 'm', 'a'.repeat(64));

export const hostileText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.string({ maxLength: 300 }),
  fc.constantFrom(
    ...[
      '',
      ' ',
      '.',
      '..',
      '../../etc/passwd',
      '*',
      '{}',
      '__proto__',
      'constructor',
      'toString',
      'null',
      'NaN',
    ],
    ...[
      '\0',
      '\r\nX-Evil: 1',
      '\x1b[2J',
      '\u2028',
      '\ud800',
      '\u202e',
      '%',
      '%00',
      '${7*7}',
      "'; DROP TABLE x; --",
    ],
    ...[
      '-0',
      '1e3',
      '0x10',
      '1e999',
      '9'.repeat(40),
      '0-0',
      '18446744073709551615-18446744073709551615',
      '1-x',
    ],
    ...['a'.repeat(65), 'ア'.repeat(2_000)],
  ),
);

/** Percent-encoded where a raw character would end the path segment or the request. */
export const encoded = fc.oneof(
  hostileText.map((text) => encodeURIComponent(text.replaceAll(/\p{Cs}/gu, ''))),
  fc.uint8Array({ maxLength: 30 }).map((bytes) => [...bytes].map((byte) => `%${hex(byte)}`).join('')),
  fc.constantFrom('%', '%zz', '%c3%28', '%2e%2e%2f', '%0d%0a', "!'()*;:@&=+$,"),
);

export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  hostileText,
  fc.jsonValue({ maxDepth: 3 }),
  fc.double(),
  fc.constantFrom(null, true, -1, 0, 0.5, 1e21, 2 ** 53, [], {}, [[]], { $gt: '' }, { toString: 1 }, [
    'a',
    'b',
  ]),
);

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}
