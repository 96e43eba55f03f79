import { describe, expect, it } from '@jest/globals';
import { RetryingTask } from './retrying-task.js';

describe('a retrying task', () => {
  /** A task whose runs wait for `release`, and what happened to it, in order. */
  function started() {
    const happened: string[] = [];
    const waiting: (() => void)[] = [];
    const task = new RetryingTask(
      () => {
        happened.push('run');
        return new Promise((resolve) => waiting.push(resolve));
      },
      { onDone: () => happened.push('done'), onFailure: () => happened.push('failed') },
    );
    return { task, happened, release: () => waiting.shift()?.() };
  }

  it('runs once more for all requests during a run', async () => {
    const { task, happened, release } = started();
    const first = task.request();
    const others = [task.request(), task.request()];
    release();
    await Promise.resolve();
    await Promise.resolve();
    release();
    await Promise.all([first, ...others]);
    expect(happened).toEqual(['run', 'run', 'done']);
    expect(task.isRunning).toBe(false);
  });

  it('does nothing once it is stopped', async () => {
    const { task, happened } = started();
    task.stop();
    await task.request();
    expect(happened).toEqual([]);
    expect(task.isRunning).toBe(false);
  });

  it('reports no success of a run that was stopped', async () => {
    const { task, happened, release } = started();
    const run = task.request();
    task.stop();
    release();
    await run;
    expect(happened).toEqual(['run']);
    expect(task.isRunning).toBe(false);
  });
});
