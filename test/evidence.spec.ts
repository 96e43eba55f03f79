import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

const textOf = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

/** The rows of docs/evidence.md that name a test. */
const rows = textOf('docs/evidence.md')
  .split('\n')
  .filter((line) => /^\| [A-Z]\d+ \|/.test(line))
  .map((line) => line.split(' | '))
  .map((cells) => ({
    row: (cells[0] ?? '').slice(2),
    cells,
    tests: (cells.at(-1) ?? '').replace(/ \|$/, ''),
  }));

/** The references to tests in docs/evidence.md: a path and a title of a test in it. */
const named = rows.flatMap(({ row, tests }) =>
  [...tests.matchAll(/`((?:test|src)\/[^`]+)`(?:: ((?:(?!; `|, `(?:test|src)\/).)+))?/g)].map(
    ([, path = '', title]) => [row, path, title] as const,
  ),
);

describe('docs/evidence.md', () => {
  it('has rows of each kind, and one number for each', () => {
    const numbers = rows.map(({ row }) => row);
    expect(new Set(numbers).size).toBe(numbers.length);
    for (const kind of ['R', 'C', 'S', 'B', 'I', 'K', 'H', 'P'])
      expect(numbers.filter((number) => number.startsWith(kind)).length).toBeGreaterThan(4);
  });

  it('has the present state and its evidence in each row', () => {
    for (const { row, cells, tests } of rows) {
      expect([row, cells.every((cell) => cell.replace(/^\| | \|$/g, '').trim() !== '')]).toEqual([row, true]);
      expect([row, tests.trim()]).not.toEqual([row, '']);
    }
  });

  it.each(named)('%s names a test that exists: %s: %s', (_, path, title) => {
    expect([path, existsSync(new URL(`../${path}`, import.meta.url))]).toEqual([path, true]);
    if (title !== undefined)
      for (const part of title.split('; ')) expect(textOf(path)).toContain(part.trim());
  });
});
