import { describe, expect, it } from '@jest/globals';
import { oneLine, toJson } from './to-json.js';

/** Every line end of Python's `str.splitlines()`. */
const LINE_ENDS = ['\n', '\r', '\v', '\f', '\x1c', '\x1d', '\x1e', '\u0085', '\u2028', '\u2029'];

describe('JSON that leaves the service', () => {
  it('is one line to every reader, and parses to the same value', () => {
    const text = `休憩${LINE_ENDS.join('')}"\\`;
    const json = toJson({ [text]: [text] });
    expect(LINE_ENDS.filter((end) => json.includes(end))).toEqual([]);
    expect(JSON.parse(json)).toEqual({ [text]: [text] });
    expect(json).toContain('\\u0085\\u2028\\u2029');
  });

  it('replaces line separators by escapes in text that is already JSON', () => {
    expect(oneLine('{"a":"\u2028"}')).toBe('{"a":"\\u2028"}');
  });
});
