import { compareRevisions } from '../../src/meetings/rules/revision.js';
import type { FinalMeeting, LoggedEntry } from './history.js';
import { logged } from './rules/reading.js';
import type { Plan } from './plan/plan.js';
import type { World } from './world/world.js';

type Json = Record<string, unknown>;

/** What REST says of each meeting now, on every service. */
export function finalMeetings(world: World, plan: Plan): Promise<FinalMeeting[]> {
  return Promise.all(
    plan.meetings.map(async (meeting) => ({
      meeting,
      log: await log(world, meeting, plan.logMaxNotices),
      statuses: await Promise.all(world.services.map(({ url }) => status(`${url}/api/meetings/${meeting}`))),
    })),
  );
}

async function status(url: string): Promise<Json | null> {
  const response = await fetch(`${url}/status`, { signal: AbortSignal.timeout(2_000) });
  const body = (await response.json()) as Json;
  return response.status === 404 ? null : { ...body, http_status: response.status };
}

/** A trimmed log cannot be read from its beginning; it can from the oldest id that a member saw and it still holds. */
async function log(world: World, meeting: string, kept: number): Promise<LoggedEntry[]> {
  const ids = world.members
    .filter(({ history }) => history.meeting === meeting)
    .flatMap(({ history }) => history.happenings)
    .flatMap((happening) => (happening.kind === 'frame' && happening.id ? [happening.id] : []));
  const oldestFirst = [...new Set(ids)].sort(compareRevisions).slice(-kept - 1);
  for (const after of ['0-0', ...oldestFirst]) {
    const url = `${world.services[0]?.url ?? ''}/api/meetings/${meeting}/events?limit=1000&after=${after}`;
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    const page = (await response.json()) as { events?: Json[]; resync?: boolean };
    if (response.status !== 200 || page.resync) continue;
    return (page.events ?? []).map((event) => logged(String(event['id']), event));
  }
  return [];
}
