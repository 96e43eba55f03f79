import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from '../plan/faults.js';
import { LEADER } from '../rules/names.js';
import { LATER_NOTICE } from '../rules/reading.js';
import { send } from './leader.js';
import type { World } from './world.js';

/**
 * Logs and announces a notice as `commitMeeting` does, with the additional fields that a later version
 * writes.
 */
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

/**
 * Turns the key into a list, a type that no key of the service has. One atomic step, so no command can run in
 * between.
 */
const MAKE_LIST = `
  if ARGV[1] == 'kept' and redis.call('EXISTS', KEYS[1]) == 1 then redis.call('RENAME', KEYS[1], KEYS[2]) end
  redis.call('DEL', KEYS[1])
  return redis.call('RPUSH', KEYS[1], 'x')`;
/**
 * Restores the key; returns 1 if it was a list until now. A running command may have overwritten or deleted
 * it meanwhile: then it stays as it is.
 */
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

/**
 * Key names as in docs/architecture.md: this code acts as another program, so it shares no code with the
 * service.
 */
const stateKey = (id: string): string => `meeting:${id}`;
const logKey = (id: string): string => `{meeting:${id}}:log`;
const keysOf = (id: string): string[] => [
  stateKey(id),
  logKey(id),
  `{meeting:${id}}:members`,
  `{meeting:${id}}:history`,
];

/** Writes something to Redis that this version of the service does not write. */
export async function strikeContent(world: World, fault: Fault): Promise<boolean> {
  const { kind, meeting, ms, bytes } = fault;
  if (kind === 'key of another type') {
    const keys = keysOf(meeting);
    const key = keys[bytes % keys.length] ?? '';
    const aside = `{meeting:${meeting}}:aside`;
    // The state must be put back: if it stayed deleted, the service would treat that as another program's
    // silent change.
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
          // Half of the entries are logged without an announcement, as if it had been lost.
          const heard = bytes % 2 ? `meeting:${meeting}:rest` : '';
          return redis.eval(LOG_LATER_NOTICE, 1, logKey(meeting), JSON.stringify(notice), heard, LEADER);
        })
      : await world.store.ask(meeting, (redis) =>
          redis.xadd(logKey(meeting), '*', ...(DAMAGED[bytes % DAMAGED.length] ?? [])),
        );
  world.injected.push({ kind: kind as 'later notice' | 'damaged entry', meeting, id: String(id), at });
  // A break after the injected entry, which every member must receive.
  const name = `${meeting} after ${String(id)}`;
  const { service } = fault;
  const command = { type: 'rest', message: name } as const;
  const planned = { at: 0, leader: 0, service, meeting, command, key: name.replaceAll(' ', '-') };
  await send(world, planned, world.leaderUrls);
  return true;
}
