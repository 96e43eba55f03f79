import { parseEnv } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { parseEnvText } from './env-text.js';

const values = (text: string) =>
  Object.fromEntries(parseEnvText(text).entries.map(({ name, value }) => [name, value]));

describe('the parser of .env files', () => {
  it.each([
    'A=1\r\nB=2\r\n',
    'export A=1\n  export B=2',
    '# comment\n\n  A = 1  \nB=',
    'A=  # nothing',
    'A=1 # one',
    `A="two\\nlines"\nB='as\\nis'\nC=\`"both"\``,
    'A="over\ntwo lines"\nB=2',
    'A="p#q" # quoted\nB=2',
    'A=" blanks "\nB=it\'s',
    'A.B=1\n_c=2',
    'A=1\nA=2',
    'URL=redis://:p=w@h:1/0?x=y',
  ])('reads what Node reads: %j', (text) => {
    expect(values(text)).toEqual({ ...parseEnv(text) });
    expect(parseEnvText(text).damagedLines).toEqual([]);
  });

  it.each([
    ['A: 1', [1]],
    ['A=1\nset B=2\nC=3\nD', [2, 4]],
    ['A="never closed\nB=2', [1]],
    ['A="a"b', [1]],
    ['=1', [1]],
    ['1A=1', [1]],
  ])('reports lines that are not assignments: %j', (text, lines) => {
    expect(parseEnvText(text).damagedLines).toEqual(lines);
  });

  it.each([
    ['A=p#q', true],
    ['A=#q', true],
    ['A=p #q', false],
    ['A= #q', false],
    ["A='p#q'", false],
  ])('warns when a # may have been meant as part of the value: %j', (text, hasHashInside) => {
    expect(parseEnvText(text).entries).toMatchObject([{ hasHashInside }]);
  });

  it('accepts a lone carriage return as a line end', () => {
    expect(values('A=1\rB=2')).toEqual({ A: '1', B: '2' });
  });
});
