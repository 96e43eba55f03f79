import { describe, expect, it } from '@jest/globals';
import { RefCountedMap } from './ref-counted-map.js';

describe('a reference-counted map', () => {
  const made: string[] = [];
  const disposed: string[] = [];
  const map = () => {
    made.length = 0;
    disposed.length = 0;
    return new RefCountedMap<string, object>(
      (key) => {
        made.push(key);
        return { key };
      },
      (key) => disposed.push(key),
    );
  };

  it('creates a value for its first holder, and shares it', () => {
    const values = map();
    const [one, other] = [values.acquire('a'), values.acquire('a')];
    expect(one.value).toBe(other.value);
    expect([made, values.size, values.get('a')]).toEqual([['a'], 1, one.value]);
  });

  it('disposes of the value after its last holder, and creates a new one for the next', () => {
    const values = map();
    const [one, other] = [values.acquire('a'), values.acquire('a')];
    one.release();
    expect(disposed).toEqual([]);
    other.release();
    expect([disposed, values.get('a')]).toEqual([['a'], undefined]);
    values.acquire('a');
    expect(made).toEqual(['a', 'a']);
  });

  it('counts a holder once that releases twice', () => {
    const values = map();
    const one = values.acquire('a');
    values.acquire('a');
    one.release();
    one.release();
    expect([disposed, values.size]).toEqual([[], 1]);
  });
});
