import { describe, expect, it } from '@jest/globals';
import { decide } from '../domain/decide.js';
import { evolve } from '../domain/evolve.js';
import type { Command } from '../domain/commands.js';
import { notStarted, type Meeting } from '../domain/meeting.js';
import { fromFields, toFields } from './stored-meeting.js';

const at = '2025-10-17T10:30:00.000Z';
const after = (...commands: Command[]): Meeting =>
  commands.reduce((meeting, command) => decide(meeting, command, at, 'r').reduce(evolve, meeting), none);
const none = notStarted('abc');
const schedule = {
  every_minutes: 60,
  duration_minutes: 10,
  mode: 'auto',
  warn_seconds: 60,
  language: 'ja',
} as const;
const running = after({ type: 'start' }, { type: 'set_schedule', schedule });
const onBreak = after(
  { type: 'start' },
  { type: 'set_schedule', schedule },
  { type: 'rest', message: 'ours', durationSeconds: 600 },
);
function byClock(...commands: Command[]): Meeting {
  const clock = {
    at: ['19:45', '20:30'],
    time_zone: 'Asia/Tokyo',
    duration_minutes: 10,
    mode: 'auto',
    warn_seconds: 60,
    language: 'ja',
  } as const;
  return after({ type: 'start' }, { type: 'set_schedule', schedule: clock }, ...commands);
}
/** The meeting that the store reads back after another program has overwritten some fields. */
const read = (meeting: Meeting, theirs: Record<string, string> = {}): Meeting =>
  fromFields('abc', [...toFields(meeting), ...flat(theirs)], JSON.stringify(meeting.history));
const flat = (fields: Record<string, string>) => Object.entries(fields).flat();

describe('a stored meeting', () => {
  it.each<[string, Meeting]>([
    ['in progress', running],
    ['on a break', onBreak],
    ['with a plan by the clock', byClock()],
    ['with a title', after({ type: 'start', title: '週次' })],
    ['not started', none],
    ['ended', after({ type: 'start' }, { type: 'end' })],
  ])('is read as it was written: %s', (_, meeting) => {
    expect(read(meeting)).toEqual(meeting);
  });

  it('loses its title when version 0.2, which keeps what it does not know, starts it anew', () => {
    const fields = toFields(after({ type: 'start', title: '週次' }));
    const state = fields[fields.indexOf('state') + 1] ?? '';
    const started_at = '2025-10-17T10:31:00.000Z';
    const anew = state.replace(`{"startedAt":"${at}"`, `{"startedAt":"${started_at}"`);
    expect(anew).not.toBe(state);
    expect(fromFields('abc', flat({ rest_flg: 'false', started_at, state }), null).title).toBeNull();
    expect(fromFields('abc', flat({ rest_flg: 'false', started_at, state: anew }), null)).toMatchObject({
      startedAt: started_at,
      title: null,
    });
  });

  it.each([
    ['2025-10-17T10:30:00Z', at],
    ['2025-10-17T10:30:00', at],
    ['2025-10-17T10:30:00.000999', at],
    ['2025-10-17 10:30:00+00:00', at],
    ['2025-10-17T19:30:00+0900', at],
  ])('accepts the time %s', (written, expected) => {
    expect(fromFields('abc', flat({ started_at: written }), null).startedAt).toBe(expected);
  });

  it.each(['', 'now', '2025-13-01T00:00:00Z', '1760697000', '2025-10-17'])(
    'does not exist when its start is %j',
    (written) => {
      expect(fromFields('abc', flat({ rest_flg: 'true', started_at: written }), null)).toEqual(none);
    },
  );

  it("uses the reference's fields when another program called a break", () => {
    const startedAt = '2025-10-17T10:40:00.000Z';
    const theirs = read(onBreak, { rest_flg: 'True', rest_started_at: '2025-10-17T10:40:00Z' });
    expect(theirs.currentBreak).toEqual({
      id: '1760697600000',
      message: '休憩時間です',
      language: 'ja',
      startedAt,
      durationSeconds: null,
      endsAt: null,
      warnAt: null,
    });
    expect(theirs).toMatchObject({ round: { breakId: '1760697600000', startedAt, allBack: false } });
    expect(theirs.plan).toMatchObject({ schedule, nextBreakAt: null });
  });

  it("uses the reference's fields when another program ended the break", () => {
    const over = read(onBreak, { rest_flg: 'false', rest_started_at: '' });
    expect(over).toMatchObject({
      currentBreak: null,
      workingSince: at,
      plan: { nextBreakAt: running.plan?.nextBreakAt },
    });
  });

  it("uses the reference's fields when another program restarted the meeting", () => {
    const startedAt = '2025-10-17T11:00:00.000Z';
    const anew = { rest_flg: 'false', started_at: '2025-10-17T11:00:00Z', rest_started_at: '' };
    expect(read(onBreak, anew)).toEqual(
      evolve(none, { event: 'meeting_started', meeting_id: 'abc', timestamp: startedAt }),
    );
  });

  it('and a plan by the clock that version 0.2 wrote back as it was, through breaks and starts', () => {
    const stored = (meeting: Meeting) => ({ ...meeting, plan: byClock().plan });
    const tenToEight = '2025-10-17T10:50:00.000Z';
    const rested = { ...byClock({ type: 'rest' }, { type: 'resume' }), workingSince: tenToEight };
    expect(read(stored(rested)).plan?.nextBreakAt).toBe('2025-10-17T11:30:00.000Z');
    expect(read(stored(byClock({ type: 'rest' }))).plan?.nextBreakAt).toBeNull();
  });

  it('ignores our own fields if they cannot be parsed', () => {
    expect(read(onBreak, { state: '{broken' }).currentBreak?.startedAt).toBe(at);
  });
});
