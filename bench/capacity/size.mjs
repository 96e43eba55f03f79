import { limits } from './assumptions.mjs';
import { simulate } from './fleet.mjs';

const PROCESSES = [8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256];
const MASTERS = [1, 3, 6, 9, 12, 18, 24, 36, 48];

/** The smallest fleet within the limits. If none is, the largest one, with `isEnough` false. */
export function smallestFleet(variant, costs, assumptions) {
  const peaks = (fleet) => peaksOf(simulate({ ...variant, ...fleet }, costs, assumptions).samples);
  // Finds the number of processes first, with so many masters that these hardly wait; then the number of
  // masters.
  const processes = first(PROCESSES, (count) => {
    const { processWait, processUse, memoryMib } = peaks({ processes: count, masters: MASTERS.at(-1) });
    return processWait <= limits.waitSeconds && processUse <= limits.use && memoryMib <= limits.memoryMib;
  });
  const masters = first(MASTERS, (count) => {
    const { masterWait, masterUse } = peaks({ processes: processes.value, masters: count });
    return masterWait <= limits.waitSeconds && masterUse <= limits.use;
  });
  return {
    processes: processes.value,
    masters: masters.value,
    isEnough: processes.isEnough && masters.isEnough,
  };
}

/** The smallest size that is enough, by bisection; every larger size is enough, too. */
function first(sizes, isEnough) {
  let [low, high] = [0, sizes.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (isEnough(sizes[middle])) high = middle;
    else low = middle + 1;
  }
  return { value: sizes[Math.min(low, sizes.length - 1)], isEnough: low < sizes.length };
}

/** The maxima of the day: waits and memory of a second, use of a minute. */
export function peaksOf(samples) {
  const minutes = byMinute(samples);
  const most = (list, key) => list.reduce((best, one) => (one[key] > best[key] ? one : best));
  return {
    processWait: most(samples, 'processWait').processWait,
    masterWait: most(samples, 'masterWait').masterWait,
    memoryMib: most(samples, 'memoryMib').memoryMib,
    processUse: most(minutes, 'processUse').processUse,
    masterUse: most(minutes, 'masterUse').masterUse,
    worstSecond:
      most(samples, 'processWait').processWait > 0
        ? most(samples, 'processWait').time
        : most(samples, 'processUse').time,
    worstMasterSecond:
      most(samples, 'masterWait').masterWait > 0
        ? most(samples, 'masterWait').time
        : most(samples, 'masterUse').time,
    worstMinute: most(minutes, 'processUse').time,
    worstMasterMinute: most(minutes, 'masterUse').time,
    comePerSecond: most(samples, 'come').come,
    bytesPerSecond: most(samples, 'bytes').bytes,
  };
}

/** The mean of each minute, and the worst wait in it. */
export function byMinute(samples) {
  const minutes = [];
  for (let i = 0; i < samples.length; i += 60) {
    const part = samples.slice(i, i + 60);
    const mean = (key) => part.reduce((sum, one) => sum + one[key], 0) / part.length;
    const worst = (key) => part.reduce((most, one) => Math.max(most, one[key]), 0);
    minutes.push({
      time: part[0].time,
      open: mean('open'),
      come: mean('come'),
      opening: worst('opening'),
      processUse: mean('processUse'),
      masterUse: mean('masterUse'),
      processWait: worst('processWait'),
      masterWait: worst('masterWait'),
    });
  }
  return minutes;
}
