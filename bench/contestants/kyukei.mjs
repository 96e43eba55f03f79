import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { HOST } from '../processes/launch.mjs';
import { onPath } from '../processes/on-path.mjs';
import { startRedis } from '../processes/redis.mjs';
import { asTheReference } from './contestant.mjs';
import { startNode } from './node-program.mjs';

const main = process.env.KYUKEI_MAIN ?? fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const quiet = { LOG_LEVEL: 'warn' };
/**
 * The Node flags of `npm start` and of the container. The relative paths in them are resolved here, because
 * the bench starts Kyukei from another directory.
 */
const { scripts } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
const nodeFlags = scripts.start
  .split(' ')
  .slice(1, -1)
  .map((flag) => (flag.startsWith('./') ? fileURLToPath(new URL(`../../${flag}`, import.meta.url)) : flag));
const built = () => (existsSync(main) ? undefined : 'it is not built: npm ci && npm run build');
/** Path of `dist/main.js`, built from an earlier commit. */
const before = process.env.KYUKEI_BEFORE;

const ready = '"resync":false}\n\n';
const shared = { ...asTheReference, ready, resumes: true, replayEndsWith: [ready], ours: true };

/** @type {import('./contestant.mjs').Contestant} */
export const kyukei = {
  ...shared,
  name: 'kyukei',
  label: 'Kyukei, embedded',
  prepare: built,
  start: (how, env = {}) => startNode(main, { how: { ...how, nodeFlags }, env: { ...quiet, ...env } }),
};

/**
 * Another build, measured in the same run, because figures of two runs are not comparable.
 * @type {import('./contestant.mjs').Contestant}
 */
export const kyukeiBefore = {
  ...kyukei,
  name: 'kyukei-before',
  label: 'Kyukei, embedded, before',
  byNameOnly: true,
  prepare: () => (existsSync(before ?? '') ? undefined : 'KYUKEI_BEFORE names no dist/main.js'),
  start: (how, env = {}) => startNode(before, { how: { ...how, nodeFlags }, env: { ...quiet, ...env } }),
};

/** @type {import('./contestant.mjs').Contestant} */
export const kyukeiOnRedis = {
  ...shared,
  name: 'kyukei-redis',
  label: 'Kyukei on Redis',
  prepare: () => built() ?? onPath('redis-server'),
  async start({ workers = 1, ...how }) {
    const redis = await startRedis();
    const env = { ...quiet, REDIS_URL: `redis://${HOST}:${redis.port}`, WORKERS: String(workers) };
    return startNode(main, { how: { ...how, nodeFlags }, env, also: redis });
  },
};
