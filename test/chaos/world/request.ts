import type { Call } from '../plan/calls.js';
import { LEADER } from '../rules/names.js';

/** A call as sent over HTTP. Every repetition is identical. */
export interface CallRequest {
  readonly method: 'POST' | 'PUT';
  /** Below `/api/meetings/{meeting_id}/`. */
  readonly path: string;
  readonly body: string;
}

const MINUTE_MS = 60_000;

/** The HTTP request for a call at `now` (milliseconds since the epoch). */
export function requestOf(call: Call, now: number): CallRequest {
  const endsAt = (inSeconds?: number) =>
    inSeconds === undefined ? undefined : new Date(now + inSeconds * 1_000).toISOString();
  const request = (path: string, body: object = {}, method: CallRequest['method'] = 'POST') => ({
    method,
    path,
    body: JSON.stringify({ by: LEADER, ...body }),
  });
  switch (call.type) {
    case 'start':
      return request('start', { title: call.title });
    case 'rest': {
      const { message, durationSeconds: duration_seconds, endsInSeconds } = call;
      return request('rest', { message, duration_seconds, ends_at: endsAt(endsInSeconds) });
    }
    case 'extend':
      return request(
        'rest/extend',
        'seconds' in call ? { seconds: call.seconds } : { ends_at: endsAt(call.endsInSeconds) },
      );
    case 'set_schedule': {
      const { mode, warnSeconds: warn_seconds } = call;
      return request('schedule', { ...timesOf(call, now), mode, warn_seconds }, 'PUT');
    }
    case 'skip':
      return request('schedule/skip');
    case 'announce':
      return request('announcements', { message: call.message });
    case 'more_time':
      return request('break-requests', { client_id: call.clientId, kind: 'more_time' });
    default:
      return request(call.type);
  }
}

function timesOf(call: Call & { type: 'set_schedule' }, now: number): object {
  if ('minutes' in call) return call.minutes;
  const { inMinutes, timeZone: time_zone } = call;
  const at = [timeOfDay(now + inMinutes * MINUTE_MS, time_zone)];
  return { at, time_zone, duration_minutes: 1 };
}

/** The local time in that time zone, `HH:MM`. */
function timeOfDay(time: number, timeZone: string): string {
  const options = { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  return new Intl.DateTimeFormat('en-GB', options).format(time);
}
