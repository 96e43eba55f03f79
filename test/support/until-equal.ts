import { expect } from '@jest/globals';
import { until } from './until.js';

/**
 * Waits until `read` returns the expected value (compared as by `toEqual`), and otherwise fails with the
 * difference to the last one. For values that a page shows with a delay: after an answer, a frame of the
 * stream, or the load of a module.
 */
export async function untilEqual<T>(what: string, read: () => Promise<T>, expected: unknown): Promise<void> {
  await until(what, async () => {
    expect(await read()).toEqual(expected);
    return true;
  });
}
