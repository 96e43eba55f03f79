import { describe, expect, it } from '@jest/globals';
import { InvalidRequest } from '../../problems/invalid-request.js';
import { streamQueryOf } from './stream-query.js';

const read = (query: string) => streamQueryOf(Object.fromEntries(parts(query)));

/** Like Express, returns an array for a parameter that is given twice. */
function parts(query: string): [string, string | string[]][] {
  const params = new URLSearchParams(query);
  return [...new Set(params.keys())].map((name) => {
    const values = params.getAll(name);
    return [name, values.length > 1 ? values : (values[0] ?? '')];
  });
}

function refused(query: string): InvalidRequest['errors'] {
  try {
    read(query);
  } catch (error) {
    if (error instanceof InvalidRequest) return error.errors;
    throw error;
  }
  return [];
}

describe('the query string of a stream', () => {
  it('names a meeting', () => {
    expect(read('meeting_id=abc-defg-hij')).toEqual({ meetingId: 'abc-defg-hij' });
  });

  it('accepts a client, a role and a heartbeat interval, and ignores unknown fields', () => {
    expect(read('meeting_id=abc&client_id=ann&role=leader&until=caught-up&heartbeat=5&lang=ja')).toEqual({
      meetingId: 'abc',
      clientId: 'ann',
      role: 'leader',
      until: 'caught-up',
      heartbeat: 5,
    });
  });

  it.each([
    ['', 'meeting_id'],
    ['meeting_id=', 'meeting_id'],
    ['meeting_id=a%0Ab', 'meeting_id'],
    [`meeting_id=${'a'.repeat(65)}`, 'meeting_id'],
    ['meeting_id=a&meeting_id=b', 'meeting_id'],
    ['meeting_id=a&client_id=', 'client_id'],
    ['meeting_id=a&client_id={x}', 'client_id'],
    ['meeting_id=a&client_id=b&client_id=c', 'client_id'],
    ['meeting_id=a&role=', 'role'],
    ['meeting_id=a&role=Leader', 'role'],
    ['meeting_id=a&role=member&role=leader', 'role'],
    ['meeting_id=a&heartbeat=', 'heartbeat'],
    ['meeting_id=a&heartbeat=2', 'heartbeat'],
    ['meeting_id=a&heartbeat=61', 'heartbeat'],
    ['meeting_id=a&heartbeat=5.5', 'heartbeat'],
    ['meeting_id=a&heartbeat=often', 'heartbeat'],
    ['meeting_id=a&heartbeat=5&heartbeat=6', 'heartbeat'],
  ])('with "%s" is refused for its %s', (query, field) => {
    expect(refused(query).map((error) => error.field)).toEqual([field]);
  });

  it('gets all its errors in one answer', () => {
    expect(refused('client_id=%20&role=guest&heartbeat=0')).toEqual([
      { field: 'meeting_id', message: 'must be 1 to 64 letters, digits, hyphens or underscores' },
      { field: 'client_id', message: 'must be 1 to 64 letters, digits, hyphens or underscores' },
      { field: 'role', message: 'must be one of member, leader, display' },
      { field: 'heartbeat', message: 'must be a whole number from 3 to 60' },
    ]);
  });
});
