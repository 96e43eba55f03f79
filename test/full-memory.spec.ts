import { describe, expect, it } from '@jest/globals';
import { get, post } from './support/api.js';
import { Cleanup } from './support/cleanup.js';
import { Member } from './support/member.js';
import { Service } from './support/service.js';

/** Some 16 KB each; far more of them than there is room for. */
const message = 'x'.repeat(15_000);
const COMMANDS = 40_000;
const AT_ONCE = 50;

describe('a process with its meetings in memory', () => {
  const cleanup = new Cleanup();

  it('takes no more than it has room for, and goes on with what it has', async () => {
    const service = await Service.start(cleanup, { NODE_OPTIONS: '--max-old-space-size=160' });
    const meeting = (id: string) => `${service.url}/api/meetings/${id}`;
    await post(`${meeting('first')}/start`);
    const called = { taken: 0, refused: 0 };
    const leader = async () => {
      while (called.refused === 0 && called.taken < COMMANDS) {
        const { status } = await post(`${meeting(`m-${called.taken++ % 1_000}`)}/rest`, { message });
        if (status === 503) called.refused++;
        else expect(status).toBe(200);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, leader));
    expect(called.refused).toBeGreaterThan(0);
    expect((await get(meeting('first'))).status).toBe(200);
    await Member.join(cleanup, service.url, 'first');
    expect(service.output).toContain('memory is full');
  }, 60_000);
});
