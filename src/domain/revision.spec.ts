import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compareRevisions, isRevision, START } from './revision.js';

const MAX = 2n ** 64n - 1n;
const part = fc.bigInt({ min: 0n, max: MAX });
const revision = fc.tuple(part, part);
const written = ([time, sequence]: [bigint, bigint]) => `${time}-${sequence}`;

describe('a revision', () => {
  it('is ordered by time, then by sequence, over the whole range of Redis stream ids', () => {
    fc.assert(
      fc.property(revision, revision, (a, b) => {
        const expected = a[0] === b[0] ? Number(a[1] > b[1]) - Number(a[1] < b[1]) : a[0] > b[0] ? 1 : -1;
        expect(compareRevisions(written(a), written(b))).toBe(expected);
      }),
    );
  });

  it('is recognised, and other text is not', () => {
    fc.assert(fc.property(revision, (one) => isRevision(written(one)) || one.every((part) => part === MAX)));
    expect(isRevision(START)).toBe(true);
    for (const other of [
      '',
      '1',
      '1-',
      '-1',
      '1-1\n',
      ' 1-1',
      '1-1-1',
      'a-b',
      '1'.repeat(21) + '-0',
      '18446744073709551616-0',
      '0-18446744073709551616',
      `${MAX}-${MAX}`,
      undefined,
      1,
      null,
    ]) {
      expect(isRevision(other)).toBe(false);
    }
    expect(() => compareRevisions('x', START)).toThrow(RangeError);
  });
});
