import { setTimeout as wait } from 'node:timers/promises';
import type { Cleanup } from '../support/cleanup.js';
import { RedisServer } from '../support/redis-server.js';
import { Service } from '../support/service.js';
import { until } from '../support/until.js';
import type { Heard } from './heard.js';

/** How a process ends, and how long it is away. */
export const scenarios = {
  'a deploy (SIGTERM)': { signal: 'SIGTERM', awayMs: 1_000 },
  'a crash (SIGKILL)': { signal: 'SIGKILL', awayMs: 1_000 },
  'a long absence (SIGTERM, 9 s)': { signal: 'SIGTERM', awayMs: 9_000 },
} as const;
export type Scenario = keyof typeof scenarios;

/** Longer than the longest wait of a client that doubles its delays. */
const BACK_MS = 45_000;
const JOIN_MS = 40_000;

/** A client; `start` opens its stream. */
export interface Participant {
  readonly name: string;
  readonly start: (url: string) => Heard;
}

/**
 * Calls break 1 while all clients listen, and ends the process; calls break 2 through another process on the
 * same Redis; starts the first process again on its port, and calls break 3 once all clients that reconnect
 * have done so. Resolves with what each client got.
 */
export async function play(
  cleanup: Cleanup,
  scenario: Scenario,
  participants: readonly Participant[],
): Promise<ReadonlyMap<string, Heard>> {
  const { signal, awayMs } = scenarios[scenario];
  const redis = await RedisServer.start(cleanup);
  const start = (env: Record<string, string>) => Service.start(cleanup, { ...redis.env, ...env });
  const first = await start({});
  const other = await start({});

  const meetings = participants.map((_, n) => `wild-${n}`);
  const each = (url: string, path: string, body = {}) =>
    Promise.all(
      meetings.map((meeting) =>
        until(`${path} of ${meeting}`, async () => {
          const options = { method: 'POST', body: JSON.stringify(body) };
          return (await fetch(`${url}/api/meetings/${meeting}/${path}`, options)).ok;
        }),
      ),
    );
  await each(other.url, 'start');
  const heard = participants.map((participant, n) =>
    participant.start(`${first.url}/api/sse/events?meeting_id=${meetings[n] ?? ''}`),
  );
  await patiently(JOIN_MS, async () => {
    const query = meetings.map(async (meeting) => {
      const answer = await fetch(`${other.url}/api/meetings/${meeting}`);
      return ((await answer.json()) as { members: { connected: number } }).members.connected > 0;
    });
    const isHere = await Promise.all(query);
    return isHere.every((here, n) => here || heard[n]?.over !== undefined);
  });
  const allHave = (number: number) => heard.every((one) => one.has(number) || one.over !== undefined);

  await each(first.url, 'rest', { message: '休憩 1' });
  await patiently(10_000, () => allHave(1));
  await first.stop(signal);
  await each(other.url, 'rest', { message: '休憩 2' });
  await wait(awayMs);
  const again = await start({ PORT: new URL(first.url).port });
  await patiently(BACK_MS, () => allHave(2));
  await each(again.url, 'rest', { message: '休憩 3' });
  await patiently(BACK_MS, () => allHave(3));
  heard.forEach((one) => one.close());
  return new Map(heard.map((one, n) => [participants[n]?.name ?? '', one]));
}

/** Waits for a condition without failing: the run shall show which clients do not reconnect. */
async function patiently(ms: number, condition: () => boolean | Promise<boolean>): Promise<void> {
  await until('all clients', condition, ms).catch(() => undefined);
}
