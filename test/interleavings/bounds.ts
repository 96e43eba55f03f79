import type { Budget } from './search/run.js';

export interface Bound {
  /** Maximum number of delays, by the number of faults. */
  readonly budget: Budget;
  /** `enumeration`: every schedule once. `chance`: as many random ones as `--schedules` asks for. */
  readonly by: 'enumeration' | 'chance';
}

/** The sizes of the search. */
export const bounds: Readonly<Record<string, Bound>> = {
  small: { budget: [3, 0], by: 'enumeration' },
  medium: { budget: [3, 1], by: 'enumeration' },
  wide: { budget: [4, 2, 0], by: 'enumeration' },
  large: { budget: [8, 8, 6, 4], by: 'chance' },
};
