import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from '../plan/faults.js';
import { LEADER } from '../rules/names.js';
import { LATER_NOTICE } from '../rules/reading.js';
import { send } from './leader.js';
import type { World } from './world.js';

/** Logs and announces a notice as `commitMeeting` does, with what later versions put beside it. */
const LOG_LATER_NOTICE = `
  local last = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)[1]
  local prev = last and last[1] or '0-0'
  local notice = ARGV[1]
  local id = redis.call('XADD', KEYS[1], '*', 'prev', prev, 'notice', notice, 'by', ARGV[3])
  if ARGV[2] ~= '' then
    local place = ',"id":"' .. id .. '","prev":"' .. prev .. '","meta":{"by":"' .. ARGV[3] .. '"}}'
    redis.call('PUBLISH', ARGV[2], string.sub(notice, 1, -2) .. place)
  end
  return id`;

/** Makes it a list, which none of these keys is. Each in one step: no command comes in between. */
const MAKE_LIST = `
  if ARGV[1] == 'kept' and redis.call('EXISTS', KEYS[1]) == 1 then redis.call('RENAME', KEYS[1], KEYS[2]) end
  redis.call('DEL', KEYS[1])
  return redis.call('RPUSH', KEYS[1], 'x')`;
/** Answers 1 if the key was a list until now. A command that had read it before may have written over it, or deleted it: that stays. */
const UNDO_LIST = `
  local wasList = redis.call('TYPE', KEYS[1]).ok == 'list'
  if wasList then redis.call('DEL', KEYS[1]) end
  if wasList and redis.call('EXISTS', KEYS[2]) == 1 then redis.call('RENAME', KEYS[2], KEYS[1]) end
  redis.call('DEL', KEYS[2])
  return wasList and 1 or 0`;

const DAMAGED = [
  ['prev', '0-0', 'notice', '{"event":"rest_required","mess'],
  ['text', 'another program writes here'],
];

/** As docs/architecture.md names them: this is another program. */
const stateKey = (id: string): string => `meeting:${id}`;
const logKey = (id: string): string => `{meeting:${id}}:log`;
const keysOf = (id: string): string[] => [
  stateKey(id),
  logKey(id),
  `{meeting:${id}}:members`,
  `{meeting:${id}}:history`,
];

/** Puts something into Redis that this version of the service did not write. */
export async function strikeContent(world: World, fault: Fault): Promise<boolean> {
  const { kind, meeting, ms, bytes } = fault;
  if (kind === 'key of another type') {
    const keys = keysOf(meeting);
    const key = keys[bytes % keys.length] ?? '';
    const aside = `{meeting:${meeting}}:aside`;
    // A state that is gone afterwards is none that anybody is told of: other programs may write it, and say nothing.
    const kept = key === stateKey(meeting) ? 'kept' : '';
    await world.store.ask(meeting, (redis) => redis.eval(MAKE_LIST, 2, key, aside, kept));
    const from = world.now();
    await delay(ms);
    const to = world.now();
    const held = await world.store.ask(meeting, (redis) => redis.eval(UNDO_LIST, 2, key, aside));
    if (held === 1) world.outages.push({ from, to, meeting });
    return true;
  }
  const at = world.now();
  const id =
    kind === 'later notice'
      ? await world.store.ask(meeting, (redis) => {
          const timestamp = new Date().toISOString();
          const notice = { event: LATER_NOTICE, meeting_id: meeting, timestamp, message: `later at ${at}` };
          // Also as it is when the announcement gets lost.
          const heard = bytes % 2 ? `meeting:${meeting}:rest` : '';
          return redis.eval(LOG_LATER_NOTICE, 1, logKey(meeting), JSON.stringify(notice), heard, LEADER);
        })
      : await world.store.ask(meeting, (redis) =>
          redis.xadd(logKey(meeting), '*', ...(DAMAGED[bytes % DAMAGED.length] ?? [])),
        );
  world.injected.push({ kind: kind as 'later notice' | 'damaged entry', meeting, id: String(id), at });
  // What comes after it has to arrive.
  const name = `${meeting} after ${String(id)}`;
  const { service } = fault;
  const command = { type: 'rest', message: name } as const;
  const planned = { at: 0, leader: 0, service, meeting, command, key: name.replaceAll(' ', '-') };
  await send(world, planned, world.leaderUrls);
  return true;
}
