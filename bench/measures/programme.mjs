import { churn } from './churn.mjs';
import { commands } from './commands.mjs';
import { costs } from './costs.mjs';
import { deliver } from './deliver.mjs';
import { latency } from './latency.mjs';
import { loop } from './loop.mjs';
import { memory } from './memory.mjs';
import { neighbours } from './neighbours.mjs';
import { storm } from './storm.mjs';
import { workers } from './workers.mjs';

/**
 * @typedef {object} Measure
 * @property {string} name Its name in `--only`.
 * @property {number[]} streams The numbers of streams to run it with; `--streams` overrides them.
 * @property {Record<string, { label: string, unit: string, digits: number }>} figures The
 *   results of a round.
 * @property {(streams: number) => string} [describe] Its label in the table; "… streams" if left out.
 * @property {number} [atOnce] Number of streams open at the same time, if not all.
 * @property {number} [rounds] Maximum number of rounds, if more would not improve the result.
 * @property {() => string | undefined} [lacks] The reason why this machine cannot run it, if any.
 * @property {(contestant: import('../contestants/contestant.mjs').Contestant) => boolean} enters
 *   Whether to measure a contestant.
 * @property {(contestant: object, size: object) => Promise<Record<string, number | undefined>>} run
 *   Runs one round.
 */

/** @type {Measure[]} */
export const programme = [deliver, latency, storm, neighbours, loop, commands, workers, memory, churn, costs];
