import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { faultKinds, worlds, type FaultKind, type WorldName } from './plan/faults.js';
import { range, runMany } from './many.js';
import { report } from './report.js';
import type { Outcome } from './run.js';
import { Totals } from './totals.js';
import { Teardown } from './world/teardown.js';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '20' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
    /**
     * `single`: one Redis. `cluster`: a Redis Cluster. `versions`: services of the last release beside HEAD.
     */
    world: { type: 'string', default: 'single' },
    /** Only faults of this kind; may be given several times. */
    kind: { type: 'string', multiple: true },
    faults: { type: 'string' },
    /** The LOG_MAX_NOTICES of the service. */
    log: { type: 'string' },
    /**
     * Weaker check: what Redis itself lost (wiped, failed over) need not be told to members that never
     * received it.
     */
    'excuse-redis': { type: 'boolean', default: false },
    /** The build of the service to test. */
    dist: { type: 'string', default: fileURLToPath(new URL('../../dist', import.meta.url)) },
    'at-once': { type: 'string', default: '3' },
    /**
     * Prefix of the files that get the complete record of each failing run: frames, answers, output of the
     * services.
     */
    dump: { type: 'string' },
  },
});
const [from, count] = values.seed === undefined ? [values.from, values.seeds] : [values.seed, '1'];
const world = worldOf(values.world);
const again = [
  world === 'single' ? '' : ` --world ${world}`,
  ...(values.kind ?? []).map((kind) => ` --kind '${kind}'`),
  values.faults === undefined ? '' : ` --faults ${values.faults}`,
  values.log === undefined ? '' : ` --log ${values.log}`,
  values['excuse-redis'] ? ' --excuse-redis' : '',
].join('');
const totals = new Totals(world);
const failed: number[] = [];

process.once('SIGINT', () => void interrupted(130));
process.once('SIGTERM', () => void interrupted(143));

const options = {
  world,
  ...(values.kind === undefined ? {} : { kinds: values.kind.map(kindOf) }),
  ...(values.faults === undefined ? {} : { faults: Number(values.faults) }),
  ...(values.log === undefined ? {} : { logMaxNotices: Number(values.log) }),
  excuseRedis: values['excuse-redis'],
  atOnce: Number(values['at-once']),
};
await runMany(range(Number(from), Number(count)), values.dist, options, finished);
console.log(totals.toString());
if (failed.length > 0) {
  console.log(`failed: ${failed.join(' ')}`);
  process.exitCode = 1;
}

async function interrupted(exitCode: number): Promise<void> {
  await Teardown.runAll();
  console.log(totals.toString());
  process.exit(exitCode);
}

function finished(outcome: Outcome): boolean {
  totals.add(outcome);
  const { plan, violations, struck, begunAt, quietAt, endedAt } = outcome;
  if (violations.length === 0) {
    const strikes = struck.filter((fault) => fault.struck).length;
    console.log(
      `seed ${plan.seed}: ${strikes} faults, quiet at ${quietAt - begunAt} ms, agreed ${endedAt - quietAt} ms later`,
    );
    return true;
  }
  failed.push(plan.seed);
  console.log(report(outcome, again));
  if (values.dump !== undefined)
    writeFileSync(`${values.dump}.${plan.seed}.json`, JSON.stringify(outcome, null, 1));
  return true;
}

function worldOf(name: string): WorldName {
  const found = worlds.find((known) => known === name);
  if (found === undefined) throw new Error(`no world is called ${name}; there are: ${worlds.join(', ')}`);
  return found;
}

function kindOf(name: string): FaultKind {
  const kinds = [...new Set(faultKinds[world])];
  const kind = kinds.find((known) => known === name);
  if (kind === undefined) throw new Error(`no fault here is called ${name}; there are: ${kinds.join('; ')}`);
  return kind;
}
