import { describe, expect, it } from '@jest/globals';
import { notStarted, type Meeting } from '../meetings/meeting.js';
import { fromFields, toFields } from './stored-meeting.js';

const at = '2025-10-17T10:30:00.000Z';
const timed = {
  durationSeconds: 600,
  endsAt: '2025-10-17T10:40:00.000Z',
  warnAt: '2025-10-17T10:39:00.000Z',
};
const flat = (fields: Record<string, string>) => Object.entries(fields).flat();

describe('a stored meeting', () => {
  it.each<[string, Meeting]>([
    ['in progress', { id: 'abc', startedAt: at, rest: null }],
    ['on a break', { id: 'abc', startedAt: at, rest: { id: 'r', message: '', startedAt: at, ...timed } }],
    ['not started', notStarted('abc')],
  ])('is read as it was written: %s', (_, meeting) => {
    expect(fromFields('abc', toFields(meeting))).toEqual(meeting);
  });

  it.each([
    ['2025-10-17T10:30:00Z', at],
    ['2025-10-17T10:30:00', at],
    ['2025-10-17T10:30:00.000999', at],
    ['2025-10-17 10:30:00+00:00', at],
    ['2025-10-17T19:30:00+0900', at],
  ])('understands the time %s', (written, expected) => {
    expect(fromFields('abc', flat({ started_at: written })).startedAt).toBe(expected);
  });

  it.each(['', 'now', '2025-13-01T00:00:00Z', '1760697000', '2025-10-17'])(
    'is none when its start is %j',
    (written) => {
      expect(fromFields('abc', flat({ rest_flg: 'true', started_at: written }))).toEqual(notStarted('abc'));
    },
  );

  it('believes the fields of the reference over ours when another program changed them', () => {
    const ours = toFields({
      id: 'abc',
      startedAt: at,
      rest: { id: 'r', message: 'ours', startedAt: at, ...timed },
    });
    const theirs = { rest_flg: 'True', rest_started_at: '2025-10-17T10:40:00Z' };
    expect(fromFields('abc', [...ours, ...flat(theirs)]).rest).toEqual({
      id: '1760697600000',
      message: '休憩時間です',
      startedAt: '2025-10-17T10:40:00.000Z',
      durationSeconds: null,
      endsAt: null,
      warnAt: null,
    });
    expect(fromFields('abc', [...ours, ...flat({ rest_flg: 'false' })]).rest).toBeNull();
    expect(fromFields('abc', [...ours, ...flat({ rest: '{broken' })]).rest?.startedAt).toBe(at);
  });
});
