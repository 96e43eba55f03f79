import { describe, expect, it } from '@jest/globals';
import { throttled } from './throttled.js';

const EVERY_MS = 40;

/** Work that records when it begins, and lasts until the test ends it. */
function counted() {
  const began: number[] = [];
  const finish: (() => void)[] = [];
  const work = () =>
    new Promise<void>((resolve) => {
      began.push(performance.now());
      finish.push(resolve);
    });
  return { began, finish, work };
}

describe('throttled()', () => {
  it('runs once for all callers in one turn of the event loop', async () => {
    const { began, finish, work } = counted();
    const run = throttled(work, EVERY_MS);
    const asked = [run(), run(), run()];
    await Promise.resolve();
    expect(began).toHaveLength(1);
    finish[0]?.();
    await Promise.all(asked);
  });

  it('starts a run after each call that it answers, and no sooner than the interval after the last run', async () => {
    const { began, work } = counted();
    const begin = () => {
      void work();
      return Promise.resolve();
    };
    const run = throttled(begin, EVERY_MS);
    await run();
    const askedAt = performance.now();
    await Promise.all(Array.from({ length: 100 }, run));
    expect(began).toHaveLength(2);
    const [first = 0, second = 0] = began;
    expect(second).toBeGreaterThanOrEqual(askedAt);
    expect(second - first).toBeGreaterThanOrEqual(EVERY_MS);
  });

  it('does not answer a call with a run that began before it', async () => {
    const { began, finish, work } = counted();
    const run = throttled(work, 0);
    const first = run();
    await Promise.resolve();
    const second = run();
    finish[0]?.();
    await first;
    await Promise.resolve();
    expect(began).toHaveLength(2);
    finish[1]?.();
    await second;
  });

  it('rejects the callers that waited for a failed run, and not the next ones', async () => {
    let fails = true;
    const run = throttled(() => (fails ? Promise.reject(new Error('away')) : Promise.resolve()), 0);
    await expect(run()).rejects.toThrow('away');
    fails = false;
    await expect(run()).resolves.toBeUndefined();
  });
});
