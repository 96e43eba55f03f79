import type { FinalMeeting, FinalService } from './history.js';
import { logged } from './rules/reading.js';
import type { Plan } from './plan/plan.js';
import type { ServiceProcess } from './world/service.js';
import type { World } from './world/world.js';

type Json = Record<string, unknown>;

/** Reads every meeting from every service, over REST. */
export function finalMeetings(world: World, plan: Plan): Promise<FinalMeeting[]> {
  return Promise.all(
    plan.meetings.map(async (meeting) => {
      let said = '';
      const read = async (service: ServiceProcess | undefined, path: string): Promise<Json | null> => {
        const url = `${service?.url ?? ''}/api/meetings/${meeting}${path}`;
        const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
        const text = await response.text();
        said += `${text}\n`;
        if (response.status === 404) return null;
        return { ...(JSON.parse(text) as Json), http_status: response.status };
      };
      const log = await read(world.services[0], '/events?limit=1000');
      const { events = [] } = Object(log) as { events?: Json[] };
      const services = await Promise.all(
        world.services.map(async (service): Promise<FinalService> => {
          const [status, snapshot] = [await read(service, '/status'), await read(service, '')];
          return { version: service.version, status, snapshot };
        }),
      );
      return { meeting, log: events.map((event) => logged(String(event['id']), event)), services, said };
    }),
  );
}
