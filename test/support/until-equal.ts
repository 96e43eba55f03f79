import { expect } from '@jest/globals';
import { until } from './until.js';

/**
 * Waits until `read` answers what is expected, as `toEqual` compares, and fails with the difference to its last answer. For
 * what a page shows later than the step before it: after an answer, a frame of the stream, a module that is loaded on demand.
 */
export async function untilEqual<T>(what: string, read: () => Promise<T>, expected: unknown): Promise<void> {
  await until(what, async () => {
    expect(await read()).toEqual(expected);
    return true;
  });
}
