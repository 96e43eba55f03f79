import { expect, it } from '@jest/globals';
import type { Page } from 'puppeteer-core';
import { until } from '../../support/until.js';
import { seenOn } from '../browsers.js';
import { countsRight, heard, rest, type Desk } from '../desk.js';
import { newCode } from '../world.js';

/** Longer than any delay of a slow network. */
const SLEEP_MS = 3_000;

const isHidden = async (page: Page) => (await seenOn(page)).at(-1)?.is === 'hidden';

/** Tests a member's stream under failures of computers and networks. */
export function followsMeetings(desk: Desk): void {
  it('shows a break over the meeting, counts it down, and removes it', async () => {
    const meeting = newCode();
    const page = await desk.open(meeting);
    const { body } = await rest(desk, meeting, 'Coffee', 60);
    const [shown] = await heard(page, 1);
    expect(shown).toMatchObject({ message: 'Coffee', phase: 'timed', form: 'card' });
    await until('it to count', async () => (await seenOn(page)).some(({ seconds }) => seconds === 58));
    await countsRight(page, String(body['ends_at']));
    await desk.world.call(meeting, '/resume');
    await until('its end', async () => (await seenOn(page)).some(({ phase }) => phase === 'over'));
  });

  it('opens one stream for all tabs, and reports that the break was seen', async () => {
    const meeting = newCode();
    const pages = [await desk.open(meeting), await desk.open(meeting)];
    await rest(desk, meeting, 'Once');
    for (const page of pages) await heard(page, 1);
    const { body } = await until('one member who saw it', async () => {
      const answer = await desk.world.read(meeting);
      return (answer.body['members'] as { seen: number }).seen === 1 ? answer : undefined;
    });
    expect(body['members']).toMatchObject({ connected: 1, seen: 1 });
  });

  it('shows the current break after the computer slept, and nothing of a finished one', async () => {
    const meeting = newCode();
    const page = await desk.open(meeting);
    await rest(desk, meeting, 'before');
    await heard(page, 1);
    await desk.world.call(meeting, '/resume');
    let endsAt = '';
    await desk.asleep(async () => {
      await rest(desk, meeting, 'missed');
      await desk.world.call(meeting, '/resume');
      endsAt = String((await rest(desk, meeting, 'now', 120)).body['ends_at']);
      await new Promise((resolve) => setTimeout(resolve, SLEEP_MS));
    });
    const breaks = await heard(page, 2);
    expect(breaks.map(({ message }) => message)).toEqual(['before', 'now']);
    await countsRight(page, endsAt);
  });

  it('reconnects by itself after a network failure', async () => {
    const meeting = newCode();
    const page = await desk.open(meeting);
    await rest(desk, meeting, 'before');
    await heard(page, 1);
    await desk.offline(() => rest(desk, meeting, 'during'));
    expect((await heard(page, 2)).map(({ message }) => message)).toEqual(['before', 'during']);
  });

  it('keeps the meeting when the address no longer names it, and forgets it on another site', async () => {
    const meeting = newCode();
    const page = await desk.open(meeting);
    await rest(desk, meeting, 'named');
    await heard(page, 1);
    await page.evaluate("history.pushState({}, '', '/landing')");
    await desk.world.call(meeting, '/resume');
    await rest(desk, meeting, 'remembered');
    await heard(page, 2);
    const other = newCode();
    await page.evaluate(`history.pushState({}, '', '/${other}')`);
    await until('the first break to go', () => isHidden(page));
    await rest(desk, other, 'another');
    expect((await heard(page, 3)).map(({ message }) => message)).toEqual(['named', 'remembered', 'another']);
  });
}
