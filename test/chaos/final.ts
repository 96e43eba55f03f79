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
      log: await log(world, meeting),
      statuses: await Promise.all(world.services.map(({ url }) => status(`${url}/api/meetings/${meeting}`))),
    })),
  );
}

async function status(url: string): Promise<Json | null> {
  const response = await fetch(`${url}/status`, { signal: AbortSignal.timeout(2_000) });
  const body = (await response.json()) as Json;
  return response.status === 404 ? null : { ...body, http_status: response.status };
}

async function log(world: World, meeting: string): Promise<LoggedEntry[]> {
  const url = `${world.services[0]?.url ?? ''}/api/meetings/${meeting}/events?limit=1000`;
  const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
  const { events = [] } = (await response.json()) as { events?: Json[] };
  return events.map((event) => logged(String(event['id']), event));
}
