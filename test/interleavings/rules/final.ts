import type { World } from '../world/world.js';

/** The first rule that does not hold yet although all faults have ended; `undefined` = all rules hold. */
export function unfinished(world: World): { rule: string; what: string } | undefined {
  const { store, members, processes } = world;
  const last = store.placeOf(store.revision);
  for (const { name, hasLeft, stream, listening } of members) {
    const bad = (rule: string, what: string) => ({ rule, what: `${name}: ${what}` });
    if (hasLeft) continue;
    if (stream?.connectedAt === undefined) return bad('silence', 'has no stream');
    if (listening.position !== last)
      return bad('lost', `is at ${listening.position}, and the log at ${last}`);
    if (listening.owesResync) return bad('damaged', 'was not told of a damaged entry');
    if (listening.owesState)
      return bad('unknown', 'got no state after an undo, or a notice of a later version');
    if (listening.isDegraded) return bad('restored', 'heard degraded, and never restored');
  }
  if (store.isOverdue) return { rule: 'due', what: 'what was due is not logged' };
  for (const { index, isAlive } of processes) {
    const streams = members.filter(({ stream }) => stream?.process.index === index).length;
    const counted = store.counts.get(index) ?? 0;
    if (isAlive && counted !== streams)
      return { rule: 'presence', what: `p${index} has ${streams} members, and the store counts ${counted}` };
  }
  return undefined;
}

/** Compares the answers that leaders got with the log. */
export function checkLeaders({
  store,
  leaders,
  violate,
}: Pick<World, 'store' | 'leaders' | 'violate'>): void {
  for (const { done } of leaders)
    for (const { command, ids, at } of done) {
      for (const id of ids ?? [])
        if (store.placeOf(id) === undefined) violate('200', `${id} was answered and never logged`);
      if (command.type !== 'rest' && command.type !== 'announce') continue;
      const breaks = store.truth.filter(
        ({ notice }) =>
          (notice.event === 'rest_required' || notice.event === 'announcement') &&
          notice.message === command.message,
      );
      if (breaks.filter(({ isLost }) => !isLost).length > 1)
        violate('applied once', `${command.message} was called ${breaks.length} times`);
      if (ids && breaks.length === 0) violate('200', `${command.message} is not in the log`);
      if (!ids && breaks.some((entry) => entry.at > at))
        violate('503', `${command.message} was refused at ${at} and called later`);
    }
}
