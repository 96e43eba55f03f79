/** The contestant, with all it needs (its Redis too), has one core; the load has the other. */
export const CONTESTANT_CORE = 0;
export const BENCH_CORE = 1;
