import type { World } from '../world/world.js';

/**
 * Checks that each break begins and ends once in the log, and that each undo takes back the command right
 * before it.
 */
export function checkOnce({ store, violate }: Pick<World, 'store' | 'violate'>): void {
  const kept = store.truth.filter(({ isLost, kind }) => !isLost && kind === 'known');
  const seen = new Set<string>();
  for (const { id, prev, notice } of kept) {
    const once = (name: string) => {
      if (seen.has(name)) violate('once', `${id}: ${name} once more`);
      seen.add(name);
    };
    if (notice.event === 'rest_required') once(`begin ${notice.rest_id}`);
    if (notice.event === 'rest_ended') once(`end ${notice.rest_id}`);
    if (notice.event !== 'undone') continue;
    const { undone_id } = notice;
    if (prev !== undone_id) violate('undo', `${id} takes back ${undone_id}, and ${prev} came after that`);
    const before = store.befores.get(undone_id) ?? '';
    const [is, was] = [id, before].map((place) => JSON.stringify(store.states.get(place)));
    if (is !== was) violate('undo', `${id} leaves ${is}, and before ${undone_id} it was ${was}`);
    // After an undo, a break may end again.
    for (const name of seen) if (name.startsWith('end ')) seen.delete(name);
  }
}
