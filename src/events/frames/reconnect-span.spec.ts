import { describe, expect, it } from '@jest/globals';
import { overloadedSpan, reconnectSpan, ToldSpans, waitAt } from './reconnect-span.js';

describe('the span in which clients come back', () => {
  it.each([0, 1, 2_000])('is 2 to 5 s for %i streams, whatever their share', (streams) => {
    expect(reconnectSpan(streams, 0.5)).toEqual({ minMs: 2_000, maxMs: 5_000 });
    expect(reconnectSpan(streams, 0.01)).toEqual({ minMs: 2_000, maxMs: 5_000 });
  });

  it.each([
    [10_000, 0.5, 14_000],
    [10_000, 1, 8_000],
    [20_000, 0.5, 26_000],
    [20_000, 0.25, 50_000],
  ])('lets %i streams use at most %d of a core to reopen', (streams, share, maxMs) => {
    expect(reconnectSpan(streams, share)).toEqual({ minMs: 2_000, maxMs });
  });

  it('never shrinks when streams are added', () => {
    const longest = Array.from({ length: 200 }, (_, n) => reconnectSpan(n * 250, 0.5).maxMs);
    expect(longest).toEqual([...longest].sort((a, b) => a - b));
  });

  it('ends after 60 s, however many streams there are', () => {
    expect(reconnectSpan(1_000_000, 0.5).maxMs).toBe(60_000);
    expect(reconnectSpan(2_001, 0.01).maxMs).toBe(60_000);
  });

  it('is 8 to 20 s where there was no free place, and never shorter than for those who had one', () => {
    expect(overloadedSpan(reconnectSpan(1, 0.5))).toEqual({ minMs: 8_000, maxMs: 20_000 });
    expect(overloadedSpan(reconnectSpan(40_000, 0.5))).toEqual({ minMs: 8_000, maxMs: 50_000 });
  });

  it('is cut into waits of 50 ms, from its beginning to its end', () => {
    const span = reconnectSpan(10_000, 0.5);
    expect([0, 0.5, 0.503, 0.999_999].map((fraction) => waitAt(span, fraction))).toEqual([
      2_000, 8_000, 8_000, 13_950,
    ]);
  });
});

describe('clients that were told a span', () => {
  const span = (maxMs: number) => ({ minMs: 2_000, maxMs });

  it('hear of another one when it is half as long again, or half as long', () => {
    const told = new ToldSpans();
    told.add(span(10_000));
    expect([14_999, 15_000, 5_001, 5_000].map((ms) => told.isOutdatedBy(span(ms)))).toEqual([
      false,
      true,
      false,
      true,
    ]);
  });

  it('hear of it when it is far from what any one of them was told', () => {
    const told = new ToldSpans();
    told.add(span(10_000));
    told.add(span(14_000));
    expect(told.isOutdatedBy(span(7_000))).toBe(true);
    told.replace(span(7_000));
    expect(told.isOutdatedBy(span(7_000))).toBe(false);
    expect(told.isOutdatedBy(span(10_500))).toBe(true);
  });
});
