import { readFile } from 'node:fs/promises';
import { runInNewContext } from 'node:vm';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { State } from '../../extension/messages.js';
import { EXTENSION, stateWith, textsOf } from './fake-background.mjs';

const NOW = Date.parse('2026-05-01T10:00:00.000Z');
const at = (seconds: number) => new Date(NOW + seconds * 1000).toISOString();

interface View {
  phase: string;
  restId: string;
  seconds: number;
  level: number;
  announcement: State['announcement'];
  mayUndo: boolean;
}
interface User {
  open: boolean;
  closed: string;
  read: string;
}
interface Functions {
  viewOf(state: State, now: number): View;
  asClock(seconds: number): string;
  formOf(state: State, view: View, user: User): string;
}

/** A break that lasts from `begun` to `end`, in seconds from now. */
const onBreak = (begun: number, end: number | null): Partial<State> => ({
  phase: 'on_break',
  rest: { rest_id: '1-0', message: 'Tea', started_at: at(begun), ends_at: end === null ? null : at(end) },
});

describe('the view of a meeting', () => {
  let page: Functions;

  beforeAll(async () => {
    // The file is a classic script: its functions become properties of the global object.
    page = runInNewContext(`${await readFile(`${EXTENSION}page/view.js`, 'utf8')}; globalThis`) as Functions;
  });

  const view = (differences: Partial<State>) => page.viewOf(stateWith(differences), NOW);

  it.each([
    ['starts at its full length', onBreak(0, 300), 'timed', 300, 1],
    ['shows a second that has begun', onBreak(-100.5, 199.5), 'timed', 200, 0.665],
    ['stays at zero until the service says that it is over', onBreak(-300, -2), 'timed', 0, 0],
    ['is overdue when no word comes', onBreak(-300, -4), 'overdue', 0, 0],
    ['goes away by itself a minute later', onBreak(-300, -60), 'meeting', 0, 0],
    ['counts up without an end', onBreak(-75.9, null), 'open', 75, 1],
  ] as const)('a break %s', (_, differences, phase, seconds, level) => {
    const { phase: shown, seconds: left, level: full } = view(differences);
    expect([shown, left, full]).toEqual([phase, seconds, expect.closeTo(level, 2)]);
  });

  it('shows for a minute that a break ended', () => {
    const over = (seconds: number) => view({ over: { rest_id: '1-0', at: at(-seconds) } }).phase;
    expect([over(0), over(59), over(60)]).toEqual(['over', 'over', 'meeting']);
  });

  it('shows nothing before the first state', () => {
    expect(view({ phase: 'unknown' }).phase).toBe('none');
  });

  it('shows an announcement for a limited time', () => {
    const shown = (left: number) =>
      view({ announcement: { id: '1-0', message: 'Lunch', until: NOW + left } }).announcement?.message;
    expect([shown(1), shown(0)]).toEqual(['Lunch', undefined]);
  });

  it('offers Undo until the service no longer takes the command back', () => {
    const offers = (seconds: number) => view({ undo_until: NOW + seconds * 1000 }).mayUndo;
    expect([offers(1), offers(0), view({}).mayUndo]).toEqual([true, false, false]);
  });

  it('fills the cup until the next break', () => {
    expect(view({ working_since: at(-900), next_rest_at: at(2700) }).level).toBeCloseTo(0.25);
  });

  it.each([
    [59, '0:59'],
    [3599, '59:59'],
    [5999, '99:59'],
    [6000, '1:40:00'],
  ])('formats %i seconds as %s', (seconds, text) => {
    expect(page.asClock(seconds)).toBe(text);
  });

  describe('matches the expected shape', () => {
    const nobody: User = { open: false, closed: '', read: '' };
    const small = { small: '1-0', places: {}, cup: true };
    const form = (differences: Partial<State>, user = nobody) => {
      const state = stateWith(differences);
      return page.formOf(state, page.viewOf(state, NOW), user);
    };
    const news = { announcement: { id: '1-0', message: 'Lunch', until: NOW + 1 } };
    const over = { over: { rest_id: '1-0', at: at(0) } };

    it.each([
      ['of a card for a new break', onBreak(0, 300), nobody, 'card'],
      ['of a pill for a break that was made small', { ...onBreak(0, 300), view: small }, nobody, 'pill'],
      [
        'of a card for the break after that',
        { ...onBreak(0, 300), view: { ...small, small: '0-9' } },
        nobody,
        'card',
      ],
      ['of a card when it is over', over, nobody, 'card'],
      ['of a cup when that was closed', over, { ...nobody, closed: '1-0' }, 'cup'],
      ['of a cup in a meeting', {}, nobody, 'cup'],
      ['of a card when the cup was pressed', {}, { ...nobody, open: true }, 'card'],
      ['of a note for an announcement', news, nobody, 'note'],
      ['of a cup when the announcement was closed', news, { ...nobody, read: '1-0' }, 'cup'],
      ['of a card for an announcement in a break', { ...news, ...onBreak(0, 300) }, nobody, 'card'],
      ['of nothing for who wants no cup', { view: { ...small, cup: false } }, nobody, 'none'],
      ['of nothing for members before the start', { phase: 'not_started' }, nobody, 'none'],
      ['of a cup for leaders before the start', { phase: 'not_started', role: 'leader' }, nobody, 'cup'],
    ] as const)('%s', (_, differences, user, expected) => {
      expect(form(differences as Partial<State>, user)).toBe(expected);
    });
  });
});

describe("the server's clock in a new life of the background", () => {
  let steadyOffset: (heard: number, before: number | undefined, age: number) => number;

  beforeAll(async () => {
    const path = new URL('../../extension/background/steady-offset.js', import.meta.url).href;
    ({ steadyOffset } = (await import(path)) as { steadyOffset: typeof steadyOffset });
  });

  it.each([
    ['is that of the last life, when the first answer waited', 4_000, -20, 500, -20],
    ["is the client's, once it has asked for the time", 4_000, -20, 3_000, 4_000],
    ["is the client's, when the computer's clock was set meanwhile", 60_000, -20, 500, 60_000],
    ["is the client's, in the first life", 4_000, undefined, 500, 4_000],
  ])('%s', (_, heard, before, age, expected) => {
    expect(steadyOffset(heard, before, age)).toBe(expected);
  });
});

describe('the texts', () => {
  const valuesIn = (text = '') => (text.match(/\{\w+\}/g) ?? []).sort();

  it('have the same keys and placeholders in both languages', async () => {
    const [ja, en] = await Promise.all([textsOf('ja'), textsOf('en')]);
    expect(Object.keys(en)).toEqual(Object.keys(ja));
    for (const [key, text] of Object.entries(ja))
      expect([key, valuesIn(en[key])]).toEqual([key, valuesIn(text)]);
  });

  it('fit the limits of the extension stores', async () => {
    for (const language of ['ja', 'en'] as const) {
      const texts = await textsOf(language);
      expect(texts['app_name']?.length).toBeLessThanOrEqual(75);
      expect(texts['app_description']?.length).toBeLessThanOrEqual(132);
    }
  });
});
