import TestSequencer from '@jest/test-sequencer';

/**
 * The order for a checkout that Jest has no times of. What takes a minute or more comes first, so that no worker is left with one
 * of them when the others are done; a specification that computes stands beside those that wait. The others follow by size, as
 * Jest does it.
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
