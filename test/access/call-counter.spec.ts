import { Logger } from '@nestjs/common';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { CallCounter } from '../../src/limits/call-counter.js';
import { CallCounts, LocalCallCounts } from '../../src/stores/call-counts.js';

class Shared extends CallCounts {
  isAway = false;

  override count(): Promise<number> {
    return this.isAway ? Promise.reject(new Error('connection closed')) : Promise.resolve(40);
  }
}

describe('the call counter while the store does not answer', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('counts in this process, and logs once when an outage begins, with its cause, and once when it ends', async () => {
    const warn = jest.spyOn(Logger.prototype, 'warn').mockReturnValue();
    const log = jest.spyOn(Logger.prototype, 'log').mockReturnValue();
    const shared = new Shared();
    const counter = new CallCounter(shared, new LocalCallCounts());
    const countIn = (window: number, isAway: boolean) => {
      shared.isAway = isAway;
      return counter.count('caller', window);
    };

    expect(await countIn(1, false)).toBe(40);
    expect(warn).not.toHaveBeenCalled();
    expect([await countIn(1, true), await countIn(1, false), await countIn(1, true)]).toEqual([1, 40, 2]);
    expect(await countIn(2, true)).toBe(1);
    expect(warn.mock.calls).toEqual([[expect.stringContaining('connection closed')]]);
    expect(log).not.toHaveBeenCalled();

    expect(await countIn(3, false)).toBe(40);
    expect(log).toHaveBeenCalledTimes(1);
    await countIn(3, true);
    expect(warn).toHaveBeenCalledTimes(2);
  });
});
