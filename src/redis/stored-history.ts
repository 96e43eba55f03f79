import { MAX_ANNOUNCEMENTS } from '../domain/announcements.js';
import type { History, Run } from '../domain/history.js';
import { isTimeOrNull, isTimestamp } from '../domain/timestamp.js';
import { parsed } from './json.js';

/** Parses a history; `undefined` = it cannot be read, so a new one begins. */
export function readHistory(json: string | null): History | undefined {
  const history = Object(parsed(json)) as Record<keyof History, unknown>;
  const { startedAt, endedAt, breaks, pauseMs, longestStretchMs, recent } = history;
  const isHistory =
    isTimeOrNull(startedAt) &&
    isTimeOrNull(endedAt) &&
    [breaks, pauseMs, longestStretchMs].every((number) => typeof number === 'number') &&
    Array.isArray(recent);
  if (!isHistory) return undefined;
  const { runs, announced, ...others } = history as History;
  const known = { ...others, ...(isAnnounced(announced) && { announced }) };
  return Array.isArray(runs) ? { ...known, runs: runs.filter(isRun) } : known;
}

/** Redis gets the sum of this and `LOG_MAX_NOTICES` as the length of the log. */
function isAnnounced(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= MAX_ANNOUNCEMENTS;
}

function isRun(value: unknown): value is Run {
  const { started_at, ended_at, breaks, pause_seconds, longest_stretch_seconds } = Object(value) as Record<
    keyof Run,
    unknown
  >;
  return (
    isTimestamp(started_at) &&
    isTimeOrNull(ended_at) &&
    [breaks, pause_seconds, longest_stretch_seconds].every((number) => typeof number === 'number')
  );
}
