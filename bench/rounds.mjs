import { openFilesLimit } from './processes/usage.mjs';
import { median } from './report/statistics.mjs';

/** Number of files that a process has open besides its streams. */
const OTHER_FILES = 200;

/**
 * Runs one measure for all contestants that take part, round by round.
 * The order is reversed after each round, so that a change on the machine affects all contestants. Returns a
 * row per figure, with the median of each contestant, or the reason why it has none.
 */
export async function runMeasure(measure, streams, contestants, { rounds, size, log }) {
  const entrants = contestants.filter(measure.enters);
  const absent = new Map(
    entrants.map((one) => [one, tooMany(one, measure.atOnce ?? streams) ?? measure.lacks?.()]),
  );
  /** @type {Map<object, Record<string, number>[]>} */
  const results = new Map(entrants.map((one) => [one, []]));
  for (let round = 0; round < Math.min(rounds, measure.rounds ?? rounds); round++) {
    const order = round % 2 === 0 ? entrants : entrants.toReversed();
    for (const contestant of order) {
      if (absent.get(contestant)) continue;
      try {
        const result = await measure.run(contestant, { ...size, streams });
        results.get(contestant).push(result);
        log(
          `${measure.name} ${streams}, round ${round + 1}: ${contestant.name} ${JSON.stringify(rounded(result))}`,
        );
      } catch (error) {
        absent.set(contestant, 'failed');
        log(`${measure.name} ${streams}: ${contestant.name} FAILED: ${error.message}`);
      }
    }
  }
  return Object.entries(measure.figures).map(([key, figure]) => ({
    measure: measure.name,
    figure: key,
    streams,
    size: measure.describe?.(streams) ?? `${streams.toLocaleString('en')} streams`,
    ...figure,
    values: Object.fromEntries(
      entrants.map((one) => [one.name, value(results.get(one), key, absent.get(one))]),
    ),
  }));
}

/** The median of a figure with the value of each round, or the reason why there is none. */
function value(results, key, why) {
  const rounds = results.map((result) => result[key]).filter((one) => one !== undefined);
  if (why) return { why, rounds };
  return rounds.length === 0 ? undefined : { median: median(rounds), rounds };
}

function tooMany({ filesPerStream = 1 }, streams) {
  const needed = streams * filesPerStream + OTHER_FILES;
  const limit = openFilesLimit();
  return needed > limit ? `needs ${needed} open files, ${limit} are allowed` : undefined;
}

function rounded(result) {
  return Object.fromEntries(
    Object.entries(result).map(([key, one]) => [key, one && Number(one.toPrecision(4))]),
  );
}
