import TestSequencer from '@jest/test-sequencer';

/**
 * The order of the specs when Jest has no earlier durations. Specs of a minute or more come first, so that
 * none of them is left at the end with idle workers; those that compute are placed beside those that wait.
 * The others follow by size, as in Jest's own order.
 */
const LONGEST = [
  'chaos/chaos.spec.ts',
  'redis/unusable.spec.ts',
  'redis/presence.spec.ts',
  'console/for-everyone.spec.ts',
  'redis/kinds-of-redis.spec.ts',
  'redis/cluster.spec.ts',
  'sdk/conformance.spec.ts',
  'redis/workers.spec.ts',
  'extension/',
];

export default class Sequencer extends TestSequencer {
  sort(tests) {
    const rank = ({ path }) => {
      const found = LONGEST.findIndex((name) => path.includes(`/test/${name}`));
      return found < 0 ? LONGEST.length : found;
    };
    return super.sort(tests).sort((a, b) => rank(a) - rank(b));
  }
}
