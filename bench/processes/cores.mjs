/**
 * CPU cores: one for the contestant with all its processes (its Redis too), the other for the load generator.
 */
export const CONTESTANT_CORE = 0;
export const BENCH_CORE = 1;
