import { describe, expect, it } from '@jest/globals';
import type { CommandHistory, Happening, History } from '../history.js';
import { violations } from './violations.js';

const MEETING = 'abc';
const TIME = '2025-10-17T10:30:00.000Z';
let clock = 0;

const frame = (event: string, id: string | undefined, data: Record<string, unknown>): Happening => ({
  at: clock++,
  kind: 'frame',
  event,
  id,
  data: { meeting_id: MEETING, timestamp: TIME, ...data },
});
const connecting = (cursor?: string): Happening => ({ at: clock++, kind: 'connecting', cursor });
const connected = (id = '0-0'): Happening => frame('connected', id, { message: 'Connected to meeting' });
const rest = (id: string, message = id): Happening =>
  frame('message', id, { event: 'rest_required', message, timestamp: TIME, rest_id: id });
const restEnded = (id: string, rest_id: string): Happening =>
  frame('rest_ended', id, { event: 'rest_ended', timestamp: TIME, rest_id, reason: 'timer' });
const state = (cursor: string, resync: boolean): Happening =>
  frame('state', undefined, {
    phase: 'on_break',
    started_at: TIME,
    rest: { message: cursor, started_at: TIME },
    cursor,
    server_time: TIME,
    resync,
  });

function acknowledged(message: string): CommandHistory {
  const command = { type: 'rest', message } as const;
  const at = clock++;
  return { meeting: MEETING, command, key: undefined, sentAt: at, answeredAt: at, status: 200, attempts: 1 };
}

/** Members, each with what happened to it, while the log holds `log`. */
function broken(
  log: string[],
  members: Happening[][],
  commands: CommandHistory[] = [],
  redisLostAt?: number[],
): string[] {
  const history: History = {
    members: members.map((happenings, i) => ({ name: `member ${i}`, meeting: MEETING, happenings })),
    commands,
    ...(redisLostAt ? { redisLostAt } : {}),
    meetings: [
      {
        meeting: MEETING,
        log: log.map((id) => ({ id, event: 'rest_required', message: id, restId: id })),
        statuses: [{ started_at: TIME, rest_started_at: TIME }],
      },
    ],
  };
  return [...new Set(violations(history).map(({ rule }) => rule))];
}

describe('the rules of the chaos run', () => {
  const begin = () => [connecting(), connected(), state('0-0', false)];

  it('accept what is in order, resumed, or told', () => {
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

  it('find a notice that the log has, and one that only another member has', () => {
    const gap = () => [...begin(), rest('1-0'), rest('3-0')];
    expect(broken(['1-0', '2-0', '3-0'], [gap()])).toEqual(['no undetected gap']);
    const whole = [...begin(), rest('1-0'), rest('2-0'), rest('3-0')];
    expect(broken([], [gap(), whole])).toEqual(['no undetected gap']);
  });

  it('find a gap over a reconnect whose cursor moved without a resync', () => {
    const moved = [...begin(), rest('1-0'), connecting('1-0'), connected('2-0'), rest('3-0')];
    expect(broken(['1-0', '2-0', '3-0'], [moved])).toEqual(['no undetected gap']);
  });

  it('find a gap after a resync, and before the first notice', () => {
    const afterResync = [...begin(), state('1-0', true), rest('3-0')];
    const atStart = [connecting(), connected('1-0'), state('1-0', false), rest('3-0')];
    expect(broken(['1-0', '2-0', '3-0'], [afterResync])).toEqual(['no undetected gap']);
    expect(broken(['1-0', '2-0', '3-0'], [atStart])).toEqual(['no undetected gap']);
  });

  it('find a notice that came twice, and one out of order', () => {
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

  it('find a break that was applied twice, unless a loss explains it that all were told of', () => {
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

  it('excuse what Redis itself lost only if asked to, and if all who had it were told', () => {
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

  it('find a wrong state, a member that is not connected, an odd answer and an odd frame', () => {
    expect(broken([], [[...begin(), frame('meeting_ended', '1-0', { event: 'meeting_ended' })]])).toEqual([
      'state correct in the end',
    ]);
    expect(broken([], [[...begin(), connecting('0-0')]])).toEqual(['state correct in the end']);
    expect(broken([], [], [{ ...acknowledged('1-0'), status: 500 }])).toEqual(['answers']);
    expect(broken([], [[...begin(), frame('heartbeat', undefined, { timestamp: 'now' })]])).toEqual([
      'well-formed frames',
    ]);
  });
});
