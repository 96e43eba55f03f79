import { expect, it } from '@jest/globals';
import { heard, rest, type Desk } from '../desk.js';
import { newCode } from '../world.js';

export function survivesItsBackground(desk: Desk): void {
  it('shows each break once when its background process stops before, during and after it', async () => {
    const meeting = newCode();
    const page = await desk.open(meeting);
    for (const [at, message] of ['one', 'two'].entries()) {
      await desk.browser.endBackground();
      await rest(desk, meeting, message);
      await heard(page, at + 1);
      await desk.browser.endBackground();
    }
    await rest(desk, meeting, 'last');
    const breaks = await heard(page, 3);
    expect(breaks.map(({ message }) => message)).toEqual(['one', 'two', 'last']);
  });
}
