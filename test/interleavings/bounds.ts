import type { Budget } from './search/run.js';

export interface Bound {
  /** Delays, by how many faults there are beside them. */
  readonly budget: Budget;
  /** All schedules, or as many as are asked for, chosen by chance. */
  readonly by: 'enumeration' | 'chance';
}

/** How far the search goes. */
export const bounds: Readonly<Record<string, Bound>> = {
  small: { budget: [3, 1], by: 'enumeration' },
  medium: { budget: [4, 2, 0], by: 'enumeration' },
  large: { budget: [8, 8, 6, 4], by: 'chance' },
};
