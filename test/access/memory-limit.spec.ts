import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';

const MODULE = new URL('../../dist/limits/memory-limit.js', import.meta.url).href;

/**
 * Fills the heap of a separate process and frees it. Afterwards the process allocates almost nothing, like
 * one that refuses all requests.
 */
const program = `
  import { setTimeout as delay } from 'node:timers/promises';
  import { MemoryLimit } from '${MODULE}';

  async function within(ms, isDone) {
    const giveUpAt = performance.now() + ms;
    while (!isDone() && performance.now() < giveUpAt) await delay(50);
    return isDone();
  }

  const limit = new MemoryLimit();
  limit.onModuleInit();
  let load = [];
  const isFull = () => !limit.hasRoomFor('streams');
  const add = () => load.push(Array.from({ length: 1_000 }, (_, i) => ({ number: i, text: ['a', i] })));
  while (!isFull() && load.length < 2_000) {
    add();
    await delay(1);
  }
  const wasFull = isFull();
  // Well above the limit, because the heap use that V8 reports differs a little between collections.
  for (let i = 0; i < 20; i++) add();
  const staysFull = !(await within(6_000, () => !isFull()));
  load.length = 0;
  const hasRoom = await within(10_000, () => !isFull());
  console.log('\\n' + JSON.stringify({ wasFull, staysFull, hasRoom }));
  limit.onApplicationShutdown();
`;

describe('the memory limit', () => {
  it('refuses under load, and lifts soon after the load, although nothing else triggers a collection', async () => {
    // Large, so that the heap stays below the four fifths above which V8 ends a process that collects too often.
    const args = ['--max-old-space-size=200', '--input-type=module', '--eval', program];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toEqual({
      wasFull: true,
      staysFull: true,
      hasRoom: true,
    });
    expect(stdout).toContain('memory is full: no more streams');
    expect(stdout).toContain('memory has room again: streams are taken');
  });
});
