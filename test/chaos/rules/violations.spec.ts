import { describe, expect, it } from '@jest/globals';
import type { Happening, Injected, StreamHistory } from '../history.js';
import {
  MEETING,
  tick,
  frame,
  connecting,
  connected,
  rest,
  restEnded,
  state,
  acknowledged,
  broken,
  begin,
} from './histories.js';

describe('the rules of the chaos run', () => {
  it('accept notices in order, after a resume, or after a resync', () => {
    const whole = [...begin(), rest('1-0'), rest('2-0'), connecting('2-0'), connected('2-0'), rest('3-0')];
    const told = [
      ...begin(),
      rest('1-0'),
      connecting('1-0'),
      connected('2-0'),
      state('2-0', true),
      rest('3-0'),
    ];
    expect(broken(['1-0', '2-0', '3-0'], [whole, told])).toEqual([]);
  });

  it('find a missing notice that the log has, and one that only another member has', () => {
    const gap = () => [...begin(), rest('1-0'), rest('3-0')];
    expect(broken(['1-0', '2-0', '3-0'], [gap()])).toEqual(['no undetected gap']);
    const whole = [...begin(), rest('1-0'), rest('2-0'), rest('3-0')];
    expect(broken([], [gap(), whole])).toEqual(['no undetected gap']);
  });

  it('find a gap across a reconnect whose cursor moved without a resync', () => {
    const moved = [...begin(), rest('1-0'), connecting('1-0'), connected('2-0'), rest('3-0')];
    expect(broken(['1-0', '2-0', '3-0'], [moved])).toEqual(['no undetected gap']);
  });

  it('find a gap after a resync, and before the first notice', () => {
    const afterResync = [...begin(), state('1-0', true), rest('3-0')];
    const atStart = [connecting(), connected('1-0'), state('1-0', false), rest('3-0')];
    expect(broken(['1-0', '2-0', '3-0'], [afterResync])).toEqual(['no undetected gap']);
    expect(broken(['1-0', '2-0', '3-0'], [atStart])).toEqual(['no undetected gap']);
  });

  it('find a duplicate notice, and one out of order', () => {
    expect(broken(['1-0'], [[...begin(), rest('1-0'), rest('1-0')]])).toEqual(['no duplicate']);
    expect(broken([], [[...begin(), rest('2-0'), state('1-0', false)]])).toEqual(['order']);
    expect(broken([], [[...begin(), rest('2-0'), rest('1-0')]])).toContain('order');
    expect(broken([], [[...begin(), rest('2-0'), state('1-0', true), rest('1-1')]])).toEqual([]);
  });

  it('find a lost break, unless a resync came after it', () => {
    const early = [...begin()];
    const command = acknowledged('9-0');
    expect(broken([], [[...early, rest('8-0')]], [command])).toEqual(['no acknowledged command lost']);
    expect(broken([], [[...early, state('8-0', true)]], [command])).toEqual([]);
    expect(broken(['9-0'], [[...early, state('8-0', true)]], [command])).toEqual([
      'no acknowledged command lost',
    ]);
    expect(broken([], [[connecting(), connected(), state('0-0', false)]], [command])).toEqual([]);
  });

  it('find a break that was applied twice, unless every member was told of a data loss that explains it', () => {
    const early = [...begin()];
    const command = acknowledged('tea');
    expect(broken([], [[...early, rest('1-0', 'tea'), rest('2-0', 'tea')]], [command])).toEqual([
      'applied once',
    ]);
    const told = [...early, rest('1-0', 'tea'), state('0-0', true), rest('2-0', 'tea')];
    expect(broken([], [told], [command])).toEqual([]);
  });

  it('find a break that ended twice', () => {
    const ended = [...begin(), rest('1-0'), restEnded('2-0', '1-0')];
    expect(broken([], [[...ended, rest('3-0')]])).toEqual([]);
    expect(broken([], [[...ended, restEnded('3-0', '1-0'), rest('4-0')]])).toEqual(['ended once']);
  });

  it('excuse a data loss of Redis only if the run allows it, and if all members who had the data were told', () => {
    const early = [...begin()];
    const command = acknowledged('9-0');
    const never = [...early, rest('8-0'), rest('10-0')];
    const told = [...early, rest('8-0'), rest('9-0'), state('8-0', true), rest('10-0')];
    const untold = [...early, rest('8-0'), rest('9-0'), rest('10-0')];
    const rules = ['no undetected gap', 'no acknowledged command lost'];
    expect(broken(['8-0', '10-0'], [never, told], [command])).toEqual(rules);
    expect(broken(['8-0', '10-0'], [never, told], [command], [Infinity])).toEqual([]);
    expect(broken(['8-0', '10-0'], [never, untold], [command], [Infinity])).toEqual(rules);
    expect(broken(['8-0', '9-0', '10-0'], [never, told], [command], [Infinity])).toEqual(rules);
  });

  it('find a wrong state, a member that is not connected, an unexpected answer and an unexpected frame', () => {
    expect(broken([], [[...begin(), frame('meeting_ended', '1-0', { event: 'meeting_ended' })]])).toEqual([
      'state correct in the end',
    ]);
    expect(broken([], [[...begin(), connecting('0-0')]])).toEqual(['state correct in the end']);
    expect(broken([], [], [{ ...acknowledged('1-0'), status: 500 }])).toEqual(['answers']);
    expect(broken([], [[...begin(), frame('heartbeat', undefined, { timestamp: 'now' })]])).toEqual([
      'well-formed frames',
    ]);
  });

  it('excuse the loss of a first break if all its receivers are lost too', () => {
    const [early, late] = [begin(), [...begin(), rest('1-0')]];
    const command = acknowledged('9-0');
    const forgottenAt = [tick()];
    const lost = ['no acknowledged command lost'];
    expect(broken([], [early], [command], undefined, { forgottenAt })).not.toContain(lost[0]);
    expect(broken([], [late], [command], undefined, { forgottenAt })).toEqual(lost);
    expect(broken([], [late], [acknowledged('9-1')], undefined, { forgottenAt })).toEqual(lost);
  });

  describe('about the frames of a stream and their times', () => {
    const stream = (said: [at: number, what: string][], by = 'HEAD', endedAt?: number): StreamHistory => ({
      requestedAt: 0,
      by,
      said: said.map(([at, what]) => ({ at, what })),
      endedAt,
    });
    const silent = (of: StreamHistory, takenAt: number) =>
      broken([], [], [], undefined, { streams: [of], takenAt });
    const later = (id: string): Happening =>
      frame('rest_paused', id, { event: 'rest_paused', message: 'new' });
    const injected = (kind: Injected['kind'], id: string): Injected[] => [
      { kind, meeting: MEETING, id, at: tick() },
    ];
    const withEntry = (happenings: Happening[], entry: Injected[], log: string[] = []) =>
      broken(log, [happenings], [], undefined, { injected: entry });

    it('find a stream that sends nothing in its first 5 s, or for 15 s later', () => {
      const member = (of: StreamHistory, takenAt: number) =>
        broken(['1-0'], [[...begin(), rest('1-0')]], [], undefined, { streams: [of], takenAt });
      expect(silent(stream([]), 9_000)).toEqual([]);
      expect(member(stream([]), 4_000)).toEqual([]);
      expect(member(stream([]), 6_000)).toEqual(['no silence']);
      expect(member(stream([], 'HEAD', 3_000), 60_000)).toEqual([]);
      expect(member(stream([[6_000, 'connected']]), 7_000)).toEqual(['no silence']);
      expect(member(stream([[100, 'connected']]), 14_000)).toEqual([]);
      expect(member(stream([[100, 'connected']]), 17_000)).toEqual(['no silence']);
      expect(
        member(
          stream([
            [100, 'connected'],
            [14_000, ''],
          ]),
          28_000,
        ),
      ).toEqual([]);
    });

    it('find an internal field in the frame of a member', () => {
      const leak = frame('message', '2-0', { event: 'rest_required', message: 'tea', meta: {} });
      expect(broken([], [[...begin(), leak]])).toEqual(['well-formed frames']);
    });

    it('find an outage, or its end, that a stream was not told of', () => {
      const told = (said: [number, string][], to = 9_000) =>
        broken(['1-0'], [[...begin(), rest('1-0')]], [], undefined, {
          streams: [stream([[0, 'connected'], ...said, [9_500, 'heartbeat']])],
          takenAt: 10_000,
          outages: [{ from: 1_000, to, meeting: MEETING }],
        });
      expect(
        told([
          [4_000, 'degraded'],
          [9_200, 'restored'],
        ]),
      ).toEqual([]);
      expect(told([[4_000, 'degraded']])).toEqual(['restored after degraded']);
      expect(told([])).toEqual(['outages are told']);
      expect(
        told([
          [8_000, 'degraded'],
          [9_200, 'restored'],
        ]),
      ).toEqual(['outages are told']);
      expect(told([], 4_000)).toEqual([]);
    });

    it('find a notice of a later version that is not passed on, or is not followed by a state', () => {
      const begun = begin();
      const entry = injected('later notice', '1-0');
      expect(
        withEntry([...begun, later('1-0'), state('1-0', false), rest('2-0')], entry, ['1-0', '2-0']),
      ).toEqual([]);
      expect(withEntry([...begun, later('1-0'), rest('2-0')], entry, ['1-0', '2-0'])).toEqual([
        'a state follows',
      ]);
      expect(withEntry([...begun, rest('2-0')], entry, ['1-0', '2-0'])).toEqual([
        'no undetected gap',
        'later notices are passed on',
      ]);
    });

    it('find a damaged log entry that no stream was told of', () => {
      const begun = [...begin(), rest('1-0')];
      const entry = injected('damaged entry', '2-0');
      expect(withEntry([...begun, state('2-0', true), rest('3-0')], entry, ['1-0', '3-0'])).toEqual([]);
      expect(withEntry([...begun, rest('3-0')], entry, ['1-0', '3-0'])).toEqual([
        'no undetected gap',
        'damaged entries are told',
      ]);
      expect(withEntry(begun, entry, ['1-0'])).toEqual(['damaged entries are told']);
    });

    it('find a notice after the cursor that a short-lived stream missed', () => {
      const visitor = [connecting(), connected('1-0'), state('3-0', false), rest('3-0')];
      expect(broken([], [visitor], [], undefined, { cursor: '1-0' })).toEqual([]);
      expect(broken(['2-0'], [visitor], [], undefined, { cursor: '1-0' })).toEqual(['no undetected gap']);
    });
  });
});
