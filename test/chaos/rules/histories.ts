/* Handmade histories for the tests of the rules. */

import type { CommandHistory, Happening, History, StreamHistory } from '../history.js';
import { violations } from './violations.js';

export const MEETING = 'abc';
export const TIME = '2025-10-17T10:30:00.000Z';
let clock = 0;
/** A clock that advances by 1 ms at each event. */
export const tick = (): number => clock++;

export const frame = (event: string, id: string | undefined, data: Record<string, unknown>): Happening => ({
  at: tick(),
  kind: 'frame',
  event,
  id,
  data: { meeting_id: MEETING, timestamp: TIME, ...data },
});
export const connecting = (cursor?: string): Happening => ({ at: tick(), kind: 'connecting', cursor });
export const connected = (id = '0-0'): Happening =>
  frame('connected', id, { message: 'Connected to meeting' });
export const rest = (id: string, message = id): Happening =>
  frame('message', id, { event: 'rest_required', message, rest_id: id, ends_at: TIME });
export const restEnded = (id: string, rest_id: string): Happening =>
  frame('rest_ended', id, { event: 'rest_ended', rest_id, reason: 'timer' });
export const state = (cursor: string, resync: boolean, more: object = {}): Happening =>
  frame('state', undefined, {
    phase: 'on_break',
    started_at: TIME,
    title: null,
    rest: { message: cursor, started_at: TIME },
    cursor,
    server_time: TIME,
    resync,
    ...more,
  });

const answered = {
  meeting: MEETING,
  key: undefined,
  status: 200,
  answer: {},
  attempts: 1,
};

export function acknowledged(message: string): CommandHistory {
  const command = { type: 'rest', message } as const;
  const at = tick();
  return { ...answered, command, sentAt: at, answeredAt: at };
}

/** What differs from the default: one new member, and nothing injected into Redis. */
interface Special extends Partial<Pick<History, 'forgottenAt' | 'injected' | 'outages' | 'takenAt'>> {
  readonly streams?: StreamHistory[];
  readonly cursor?: string;
  readonly snapshot?: Record<string, unknown>;
  readonly said?: string;
}

/** The rules that break for members with these events, when the log holds `log`. */
export function broken(
  log: string[],
  members: Happening[][],
  commands: CommandHistory[] = [],
  redisLostAt?: number[],
  { streams = [], cursor, snapshot = {}, said = '', ...special }: Special = {},
): string[] {
  const history: History = {
    members: members.map((happenings, i) => ({
      name: `member ${i}`,
      meeting: MEETING,
      happenings,
      cursor,
      streams,
    })),
    commands,
    forgottenAt: [],
    injected: [],
    outages: [],
    takenAt: 0,
    ...special,
    ...(redisLostAt ? { redisLostAt } : {}),
    meetings: [
      {
        meeting: MEETING,
        log: log.map((id) => ({ id, event: 'rest_required', mark: id, breakId: id })),
        services: [
          { version: 'HEAD', status: { started_at: TIME, rest_started_at: TIME }, snapshot },
          { version: '0.2.0', status: { started_at: TIME, rest_started_at: TIME }, snapshot: {} },
        ],
        said,
      },
    ],
  };
  return [...new Set(violations(history).map(({ rule }) => rule))];
}

/** The first events of a new member. */
export const begin = (): Happening[] => [connecting(), connected(), state('0-0', false)];
