import { describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { ManualClock } from '../../../test/support/manual-clock.js';
import { Alarm } from './alarm.js';
import { Warnings } from './warnings.js';

describe('an alarm', () => {
  it('fires once for the earliest time it is set to, and again when it is set to a later time', async () => {
    const clock = new ManualClock();
    let rung = 0;
    const alarm = new Alarm(clock, () => Promise.resolve(rung++), new Warnings(new Logger(), 'a test'));
    const time = new Date(clock.now() + 1_000).toISOString();
    alarm.set(time);
    alarm.set(time);
    clock.pass(1_000);
    // The result of `ring` is not known yet.
    alarm.set(time);
    await Promise.resolve();
    expect(rung).toBe(1);
    // The store has lost the commit of that ring.
    alarm.set(time);
    expect(rung).toBe(2);
    alarm.set(null);
  });
});
