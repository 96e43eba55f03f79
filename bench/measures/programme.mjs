import { churn } from './churn.mjs';
import { commands } from './commands.mjs';
import { deliver } from './deliver.mjs';
import { latency } from './latency.mjs';
import { loop } from './loop.mjs';
import { memory } from './memory.mjs';
import { neighbours } from './neighbours.mjs';
import { storm } from './storm.mjs';
import { workers } from './workers.mjs';

/**
 * @typedef {object} Measure
 * @property {string} name As `--only` has it.
 * @property {number[]} streams With how many streams it is run, unless `--streams` says.
 * @property {Record<string, { label: string, unit: string, digits: number }>} figures What a round answers.
 * @property {(streams: number) => string} [describe] How the table says it; "… streams" if left out.
 * @property {number} [atOnce] Streams open at a time, where that is not all of them.
 * @property {number} [rounds] Where more than this would say no more.
 * @property {() => string | undefined} [lacks] What of this machine it would need.
 * @property {(contestant: import('../contestants/contestant.mjs').Contestant) => boolean} enters Who is measured.
 * @property {(contestant: object, size: object) => Promise<Record<string, number | undefined>>} run One round.
 */

/** @type {Measure[]} */
export const programme = [deliver, latency, storm, neighbours, loop, commands, workers, memory, churn];
