import { describe, expect, it } from '@jest/globals';
import type { Happening } from '../history.js';
import { TIME, frame, rest, restEnded, state, acknowledged, broken, begin } from './histories.js';

describe('the rules of the chaos run about leaders', () => {
  const undone = (id: string, undone_id: string, data: Record<string, unknown> = {}): Happening =>
    frame('undone', id, { event: 'undone', undone_event: 'rest_ended', undone_id, ...data });
  const ended = () => [...begin(), rest('1-0'), restEnded('2-0', '1-0')];

  it('accept a second end of a break after the first was undone', () => {
    const again = [
      ...ended(),
      undone('3-0', '2-0'),
      state('3-0', false),
      restEnded('4-0', '1-0'),
      rest('5-0'),
    ];
    expect(broken([], [again])).toEqual([]);
    const elsewhere = [...ended(), restEnded('4-0', '1-0'), undone('5-0', '4-0'), state('5-0', false)];
    expect(broken([], [elsewhere])).toEqual(['ended once']);
  });

  it('find an undo without a state, an undo of an earlier command, and a second undo', () => {
    expect(broken([], [[...ended(), undone('3-0', '2-0'), rest('4-0')]])).toContain('a state follows');
    const late = [...ended(), rest('3-0'), undone('4-0', '2-0'), state('4-0', false)];
    expect(broken([], [late])).toEqual(['undone once, at once']);
    const told = [...late.slice(0, -2), state('2-0', true), ...late.slice(-2)];
    expect(broken([], [told])).toEqual([]);
    const twice = [...ended(), undone('3-0', '2-0'), state('3-0', false), undone('4-0', '2-0')];
    expect(broken([], [[...twice, state('4-0', false)]])).toEqual(['undone once, at once']);
  });

  it('find an acknowledged undo that is not in the log', () => {
    const begun = [...ended(), rest('3-0')];
    const undo = { ...acknowledged(''), command: { type: 'undo' }, answer: { undone_id: '9-0' } } as const;
    expect(broken([], [begun], [undo])).toEqual(['no acknowledged command lost']);
  });

  it('find an undo that does not restore the state before the command', () => {
    const [before, after] = [begin(), (title: string | null) => state('2-0', false, { title })];
    const taken = (title: string | null) => [...before, rest('1-0'), undone('2-0', '1-0'), after(title)];
    expect(broken([], [taken(null)])).toEqual([]);
    expect(broken([], [taken('other')])).toEqual(['an undo restores']);
    expect(broken([], [[...before, undone('2-0', '1-0'), after('other')]])).toEqual([]);
    // The resync has the state after all four notices, and the notices come only after it.
    const notices = ['1-0', '2-0', '3-0', '4-0'].map((id) => rest(id));
    const resynced = [...before, state('4-0', true, { title: 'later' }), ...notices];
    expect(broken([], [[...resynced, undone('5-0', '4-0'), state('5-0', false)]])).toEqual([]);
  });

  it('find a break that ends at another time than announced, and one that begins twice', () => {
    const shorter = frame('rest_extended', '2-0', {
      ...{ event: 'rest_extended', rest_id: '1-0', duration_seconds: 5 },
      ...{ ends_at: '2025-10-17T10:29:00.000Z', server_time: TIME },
    });
    const late = [...begin(), rest('1-0'), shorter, restEnded('3-0', '1-0'), rest('4-0')];
    expect(broken([], [late])).toEqual(['ends when announced']);
    const again = frame('message', '2-0', { event: 'rest_required', message: 'x', rest_id: '1-0' });
    expect(broken([], [[...begin(), rest('1-0'), again]])).toEqual(['begun once']);
  });

  it('find a planned break that begins at another time than announced, or is suggested twice', () => {
    const planned = (next_rest_at: string | null) => [
      ...begin().slice(0, 2),
      state('0-0', false, { phase: 'in_progress', rest: null, next_rest_at }),
    ];
    const about = { message: 'tea', rest_id: '1760697000000', ends_at: TIME };
    const begun = (id: string) => frame('message', id, { event: 'rest_required', ...about });
    expect(broken([], [[...planned(TIME), begun('1-0')]])).toEqual([]);
    const wrong = ['begins when announced'];
    expect(broken([], [[...planned('2025-10-17T10:31:00.000Z'), begun('1-0')]])).toEqual(wrong);
    expect(broken([], [[...planned(null), begun('1-0')]])).toEqual(wrong);
    expect(broken([], [[...planned(TIME), begun('1-0'), begun('2-0')]])).toEqual(['begun once', ...wrong]);
    const suggested = (id: string) =>
      frame('rest_suggested', id, { event: 'rest_suggested', message: 'tea', next_rest_at: TIME });
    const twice = [...planned(TIME), suggested('1-0'), suggested('2-0'), begun('3-0')];
    expect(broken([], [twice])).toEqual(['suggested once']);
  });

  it('find the name of a leader in the frames of a member and in public answers', () => {
    const leak = [...begin(), rest('1-0', 'Aoi Tanaka')];
    expect(broken([], [leak])).toEqual(['who did it is for leaders']);
    const said = '{"by":"Aoi Tanaka"}';
    expect(broken([], [[...begin(), rest('1-0')]], [], undefined, { said })).toEqual([
      'who did it is for leaders',
    ]);
  });

  it('find a title, an end or a planned break that a member does not see', () => {
    const seen = (more: object) => [
      ...begin().slice(0, 2),
      state('0-0', false, { next_rest_at: null, ...more }),
    ];
    const see = (more: object, snapshot: object) =>
      broken([], [seen(more)], [], undefined, { snapshot: { ...snapshot } });
    expect(see({}, { title: null, next_rest_at: null })).toEqual([]);
    const wrong = ['state correct in the end'];
    expect(see({}, { title: 'Review' })).toEqual(wrong);
    expect(see({}, { next_rest_at: TIME })).toEqual(wrong);
    const rest_ = { started_at: TIME, rest_id: 'a', ends_at: TIME };
    expect(see({ rest: rest_ }, { rest: rest_ })).toEqual([]);
    expect(see({ rest: { ...rest_, ends_at: null } }, { rest: rest_ })).toEqual(wrong);
  });
});
