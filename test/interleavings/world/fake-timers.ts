import { syncBuiltinESMExports } from 'node:module';
import promises from 'node:timers/promises';
import { EPOCH, VirtualTime, type Timer } from './virtual-time.js';

type Run = (...args: unknown[]) => void;

/** Options of `node:timers/promises`. */
interface Options {
  readonly signal?: AbortSignal;
}

/** The used part of the object that `setTimeout` returns. */
class Handle {
  constructor(readonly timer: Timer) {}
  readonly ref = () => this;
  readonly unref = () => this;
  readonly hasRef = () => false;
}

const time = () => VirtualTime.current;
const clear = (handle: unknown) => {
  if (handle instanceof Handle) time().cancel(handle.timer);
};

function wait(ms = 0, value?: unknown, { signal }: Options = {}): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const timer = time().after(ms, () => resolve(value));
    signal?.addEventListener('abort', () => {
      time().cancel(timer);
      reject(new DOMException('The operation was aborted', 'AbortError'));
    });
  });
}

const turn = (value?: unknown) => new Promise((resolve) => time().immediates.push(() => resolve(value)));

/**
 * Replaces every function by which the compiled code can read the time or wait, for the rest of this Node
 * process. The real code then runs unchanged on {@link VirtualTime}. Random numbers are fixed as well, so
 * that a schedule can be replayed.
 */
export function installFakeTimers(): void {
  const every = (run: Run, ms = 1, ...args: unknown[]) =>
    new Handle(time().after(ms, () => run(...args), Math.max(1, ms)));
  const once = (run: Run, ms = 0, ...args: unknown[]) => new Handle(time().after(ms, () => run(...args)));
  const soon = (run: Run, ...args: unknown[]) => void time().immediates.push(() => run(...args));
  Object.assign(globalThis, {
    setTimeout: once,
    setInterval: every,
    setImmediate: soon,
    clearTimeout: clear,
    clearInterval: clear,
  });
  const scheduler = { wait, yield: turn };
  Object.assign(promises, { setTimeout: wait, setImmediate: turn, scheduler });
  syncBuiltinESMExports();
  Object.defineProperty(performance, 'now', { value: () => time().now });
  Date.now = () => EPOCH + time().now;
  Math.random = () => 0.5;
}
