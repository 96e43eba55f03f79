import type { assumptions } from './assumptions.mjs';

export type Day = typeof assumptions;
export type Costs = Readonly<Record<string, { readonly value: number; readonly unit: string }>>;

export interface Fleet {
  readonly processes: number;
  readonly masters: number;
  readonly together: boolean;
  readonly sharded: boolean;
  readonly races: boolean;
}

/** A second of the day. */
export interface Sample {
  readonly time: number;
  readonly open: number;
  /** The least of all amounts and queues. */
  readonly least: number;
  readonly processWait: number;
  readonly masterWait: number;
}

export function simulate(
  fleet: Fleet,
  costs: Costs,
  day: Day,
): { readonly samples: readonly Sample[]; readonly members: number };
