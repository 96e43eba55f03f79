/**
 * `npm run measure:clock [-- --seed 7]`: measures the difference between the time that 50 clients show and
 * the server's time, in half an hour of simulated time. The clients' clocks are wrong by up to 5 min. Each
 * client is frozen twice for 60 s: once stopped, once asleep, when its monotonic clock stands still. Every
 * third clock is set by a minute once.
 */
import { parseArgs } from 'node:util';
import { serverClock } from '../../sdk/javascript/server-clock.js';
import { frozenClient } from './simulated-client.mjs';

const CLIENTS = 50;
const LENGTH_MS = 30 * 60_000;

/** One-way delays in ms, up and down, of one client. */
export const NETWORKS = {
  'each packet 5 to 400 ms': (random) => () => between(random, 5, 400),
  'each client 5 to 200 ms, and up to 200 ms of jitter': (random) => {
    const base = between(random, 5, 200);
    return () => Math.min(400, base + Math.min(200, -25 * Math.log(1 - random())));
  },
};

const between = (random, low, high) => low + random() * (high - low);

/** Mulberry32, a pseudo-random generator: the same seed gives the same numbers. */
function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const percentile = (sorted, share) => Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? NaN);

/** The error of the shown time in milliseconds, in each quarter of a second of each client. */
export async function measure(network, seed) {
  const random = randomFrom(seed);
  const errors = { running: [], 'after a freeze': [], 'after the desk clock was set': [] };
  for (let index = 0; index < CLIENTS; index++) {
    const client = frozenClient({
      serverClock,
      length: LENGTH_MS,
      delay: NETWORKS[network](random),
      random,
      isStepped: index % 3 === 0,
    });
    for (const [when, error] of await client) errors[when].push(error);
  }
  return Object.fromEntries(
    Object.entries(errors).map(([when, all]) => {
      const sorted = all.map(Math.abs).sort((a, b) => a - b);
      return [
        when,
        { p50: percentile(sorted, 0.5), p99: percentile(sorted, 0.99), max: percentile(sorted, 1) },
      ];
    }),
  );
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const { values } = parseArgs({ options: { seed: { type: 'string', default: '1' } } });
  for (const network of Object.keys(NETWORKS)) {
    console.log(`${network} (ms)`);
    console.table(await measure(network, Number(values.seed)));
  }
}
