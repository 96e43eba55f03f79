import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { mutations } from '../chaos/mutations.js';
import { built, changed, ROOT, type Edit } from './edit.js';
import { protections } from './protections.js';

/**
 * Checks only that mutants can be built, which is fast. `npm run measure:protections` and
 * chaos/mutations.spec.ts check that a test detects each of them.
 */
describe('a mutant', () => {
  it.each(protections)('matches one place in the source and one spec that detects it: $name', (row) => {
    expectBuildable([row]);
    expect(specs.filter((name) => name === row.spec)).toEqual([row.spec]);
  });

  it.each(mutations)('of the chaos run matches one place in the source: $takesOut', ({ edits }) => {
    expectBuildable(edits);
  });

  it.each<[string, Edit]>([
    ['a symbol that is gone', { symbol: 'NoSuchClass.method', part: 'body', put: '{}' }],
    ['a method that is gone', { symbol: 'AccessGuard.noSuchMethod', part: 'body', put: '{}' }],
    ['a part that is gone', { symbol: 'AccessGuard.admit', part: 'if noSuchName', put: 'true' }],
    ['a part that is there twice', { symbol: 'AccessGuard.admit', part: 'if principal', put: 'true' }],
    [
      'a kind of part that there is not',
      { symbol: 'AccessGuard.admit', part: 'loop principal', put: 'true' },
    ],
    ['a name put that nothing has', { symbol: 'isFor', part: 'body', put: '{ return noSuchName; }' }],
    ['a text that is gone', { symbol: 'Dockerfile', part: 'NO SUCH LINE', put: '' }],
  ])('reports an error with %s', (_, edit) => {
    expect(() => changed([edit])).toThrow();
  });

  it('is located by symbol names in any file, and changes nothing else', () => {
    const [[path, text] = ['', '']] = changed([
      { symbol: 'AccessPolicy.isOpen', part: 'case command', put: 'return true;' },
      { symbol: 'AccessPolicy.allows', part: 'operand permission by', put: 'true' },
    ]);
    const [[, whole] = ['', '']] = changed([
      { symbol: 'AccessPolicy.isOpen', part: 'case issue', put: "return leaders === 'off';" },
    ]);
    const lines = whole.split('\n');
    const differing = text.split('\n').filter((line, i) => line !== lines[i]);
    expect(path).toMatch(/^src\/.*\.ts$/);
    expect(differing.map((line) => line.trim())).toEqual([
      'return true;',
      "return role === 'leader' && true;",
    ]);
  });

  function expectBuildable(edits: readonly Edit[]): void {
    const texts = [...changed(edits)];
    expect(texts.length).toBeGreaterThan(0);
    for (const [path, text] of texts)
      if (path.startsWith('src/')) expect(built(path, text)?.text).toBeTruthy();
  }
});

const specs = ['src', 'test'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.spec.ts'))
    .map((path) => path.split('/').at(-1) ?? ''),
);
