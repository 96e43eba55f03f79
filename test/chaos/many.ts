import { planOf, type PlanOptions } from './plan/plan.js';
import { run, type Outcome } from './run.js';

/** Runs seeds side by side; `done` hears of each as it ends, and ends it all by answering `false`. */
export async function runMany(
  seeds: Iterable<number>,
  dist: string,
  { atOnce, ...options }: PlanOptions & { readonly atOnce: number },
  done: (outcome: Outcome) => boolean,
): Promise<void> {
  const waiting = seeds[Symbol.iterator]();
  let goOn = true;
  const lane = async (): Promise<void> => {
    for (let next = waiting.next(); goOn && !next.done; next = waiting.next()) {
      const outcome = await run(planOf(next.value, options), dist);
      goOn = done(outcome) && goOn;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}

export function* range(from: number, count: number): Generator<number> {
  for (let seed = from; seed < from + count; seed++) yield seed;
}
