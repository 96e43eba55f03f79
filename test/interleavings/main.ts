import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Logger } from '@nestjs/common';
import { bounds } from './bounds.js';
import { tryMutants } from './mutants/try.js';
import { Report } from './report.js';
import { scenarios } from './scenarios.js';
import { enumerate } from './search/enumerate.js';
import { sample } from './search/sample.js';
import { deviationsOf, stepsOf } from './search/shrink.js';
import { share } from './share.js';
import { load } from './shipped.js';
import { installFakeTimers } from './world/fake-timers.js';

const { values } = parseArgs({
  options: {
    /** small, medium, wide or large: see bounds.ts. */
    bound: { type: 'string', default: 'small' },
    /** Maximum number of schedules. */
    schedules: { type: 'string', default: 'Infinity' },
    /** Seed of the random schedules of the large bound. */
    seed: { type: 'string', default: '1' },
    /** Runs only this scenario; may be given several times. */
    scenario: { type: 'string', multiple: true },
    /** Prints one schedule, step by step. */
    replay: { type: 'string' },
    /**
     * Removes each mechanism that the delivery guarantee needs, in turn, and expects a broken rule each time.
     */
    mutants: { type: 'boolean', default: false },
    /** Continues after a violation, and lists one of each kind. */
    all: { type: 'boolean', default: false },
    /** Path of the build of the service under test. */
    dist: { type: 'string', default: fileURLToPath(new URL('../../dist', import.meta.url)) },
  },
});

Logger.overrideLogger(false);
const shared = await share(await load(values.dist));
const report = new Report(shared, Number(values.schedules), values.all);
installFakeTimers();

if (values.replay === undefined) await search(values.bound);
else await replay(values.replay);

async function search(name: string): Promise<void> {
  const bound = bounds[name];
  if (!bound) throw new Error(`no bound is called ${name}; there are: ${Object.keys(bounds).join(', ')}`);
  const chosen = scenarios.filter((scenario) => values.scenario?.includes(scenario.name) ?? true);
  if (values.mutants) {
    if (!(await tryMutants(scenarios, bound, shared))) process.exitCode = 1;
    return;
  }
  if (bound.by === 'chance') await sample(chosen, bound.budget, shared, Number(values.seed), report.onRun);
  else
    for (const scenario of chosen) {
      report.begin(scenario);
      if (!(await enumerate(scenario, bound.budget, shared, report.onRun))) break;
    }
  if (!(await report.end())) process.exitCode = 1;
}

async function replay(name: string): Promise<void> {
  const [called = '', ...places] = name.split(':');
  const scenario = scenarios.find((one) => one.name === called);
  if (!scenario) throw new Error(`no scenario is called ${called}`);
  for (const line of await stepsOf({ scenario, deviations: deviationsOf(places) }, shared)) console.log(line);
}
