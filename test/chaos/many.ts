import { planOf, type PlanOptions } from './plan/plan.js';
import { lastRelease, lastReleaseDist } from '../support/last-release.js';
import { run, type Outcome } from './run.js';
import type { Builds } from './world/world.js';

/** Runs the seeds, `atOnce` at a time. Calls `done` after each run; `false` from `done` stops all. */
export async function runMany(
  seeds: Iterable<number>,
  dist: string,
  { atOnce, ...options }: PlanOptions & { readonly atOnce: number },
  done: (outcome: Outcome) => boolean,
): Promise<void> {
  const builds: Builds = { head: { dist, version: 'HEAD' }, ...(await others(options)) };
  const waiting = seeds[Symbol.iterator]();
  let goOn = true;
  const lane = async (): Promise<void> => {
    for (let next = waiting.next(); goOn && !next.done; next = waiting.next()) {
      const outcome = await run(planOf(next.value, options), builds);
      goOn = done(outcome) && goOn;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}

async function others({ world }: PlanOptions): Promise<Partial<Builds>> {
  if (world !== 'versions') return {};
  return { lastRelease: { dist: await lastReleaseDist(), version: lastRelease.version } };
}

export function* range(from: number, count: number): Generator<number> {
  for (let seed = from; seed < from + count; seed++) yield seed;
}
