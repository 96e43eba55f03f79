import { describe, expect, it } from '@jest/globals';

interface Clock {
  now(): number;
  hear(time: string, asked?: number): void;
  tick(): void;
}
type ServerClock = (
  ask: () => Promise<string>,
  wall: { now(): number },
  monotonic: { now(): number },
) => Clock;
type Errors = Record<string, { p50: number; p99: number; max: number }>;

const load = (path: string): Promise<unknown> => import(new URL(path, import.meta.url).href);
const { serverClock } = (await load('../../sdk/javascript/server-clock.js')) as { serverClock: ServerClock };
const { measure, NETWORKS } = (await load('measure-clock.mjs')) as {
  measure: (network: string, seed: number) => Promise<Errors>;
  NETWORKS: object;
};

describe("the client's estimate of the server's time", () => {
  const NOW = Date.UTC(2025, 9, 17, 10, 30);
  const text = (ms: number) => new Date(NOW + ms).toISOString();
  /** A local clock that is wrong by `off` ms, and time that the test lets pass. */
  const desk = (off: number, ask: () => Promise<string> = () => Promise.reject(new Error('away'))) => {
    const time = { passed: 0, off, slept: 0 };
    const wall = { now: () => NOW + time.passed + time.off };
    const clock = serverClock(ask, wall, { now: () => time.passed - time.slept });
    return { time, clock, error: () => clock.now() - NOW - time.passed };
  };

  it.each([-3_600_000, 0, 3_600_000])("is right when the computer's clock is %i ms off", (off) => {
    const { clock, error } = desk(off);
    clock.hear(text(0));
    expect(error()).toBe(0);
  });

  it('ignores a frame that was delayed by 40 s', () => {
    const { clock, time, error } = desk(5_000);
    clock.hear(text(0));
    time.passed = 40_000;
    clock.hear(text(0));
    expect(Math.abs(error())).toBeLessThan(5);
  });

  it('ignores an answer that was delayed by 4 s, although all times are rounded', () => {
    const { clock, time, error } = desk(0);
    // Request and answer within the same two milliseconds, as on one machine.
    clock.hear(text(1), NOW);
    time.passed = 1_000;
    const asked = NOW + time.passed;
    time.passed = 5_000;
    clock.hear(text(1_000), asked);
    expect(Math.abs(error())).toBeLessThan(5);
  });

  it('ignores an answer for which the computer fell asleep again', () => {
    const { clock, time, error } = desk(5_000);
    clock.hear(text(0), NOW + time.off);
    time.passed = 10_000;
    const asked = NOW + time.passed + time.off;
    time.passed += 3_600_000;
    time.slept = 3_600_000;
    clock.hear(text(10_050), asked);
    expect(Math.abs(error())).toBeLessThan(100);
  });

  it("starts again when the computer's clock was set, and asks the server", async () => {
    const { clock, time, error } = desk(0, () => Promise.resolve(text(time.passed)));
    clock.hear(text(0), NOW);
    for (const step of [300_000, -600_000]) {
      time.off += step;
      clock.tick();
      await Promise.resolve();
      await Promise.resolve();
      await Promise.resolve();
      expect(error()).toBe(0);
    }
  });

  it.each(Object.keys(NETWORKS))(
    'stays within 50 ms while running, and within 50 ms a second after a freeze, on 50 clients: %s',
    async (network) => {
      const errors = await measure(network, 1);
      expect(errors['running']?.p99).toBeLessThanOrEqual(50);
      expect(errors['after a freeze']?.max).toBeLessThanOrEqual(1_000);
    },
  );
});
