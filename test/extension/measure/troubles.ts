/**
 * Failures of machines, networks and services during a meeting. A break is called in each; every member must
 * see it once.
 */
import type { Undo } from '../../support/redis-server.js';
import type { Kind } from '../browsers.js';
import { otherAddress } from './addresses.js';
import { QUIET_MS } from './leader.js';
import { Stage, wait, type StageOptions } from './stage.js';
import { expires } from './tokens.js';

/** Limit in milliseconds after sleep, or after the browser learned that the network is back. */
const TOLD_MS = 5_000;
/** Limit in milliseconds after an outage whose end nobody announces: two heartbeats of 20 s, and 5 s. */
const UNTOLD_MS = 45_000;

/** Causes the failure, and resolves to the time of its end. From then on members can receive the break. */
type Trouble = (stage: Stage, seconds: number) => Promise<number>;

interface Scenario {
  readonly what: string;
  readonly seconds: number;
  /** The limit from the end of the failure to the screen, in milliseconds. */
  readonly limitMs: number;
  readonly options?: (undo: Undo) => StageOptions;
  readonly trouble: Trouble;
}

/** Calls the break in the middle of the failure. */
const between =
  (begin: (stage: Stage) => void, end: (stage: Stage) => void): Trouble =>
  async (stage, seconds) => {
    begin(stage);
    await wait(seconds / 2);
    await stage.leader.rest('during');
    await wait(seconds / 2);
    end(stage);
    return Date.now();
  };

const asleep = between(
  ({ members }) => members.forEach(({ browser }) => browser.freeze()),
  ({ members }) => members.forEach(({ browser }) => browser.wake()),
);

/**
 * A frozen process answers nothing and closes nothing. When it continues, it handles the requests that have
 * come meanwhile.
 */
const hung: Trouble = async ({ service, leader }, seconds) => {
  service.process.kill('SIGSTOP');
  await wait(seconds);
  service.process.kill('SIGCONT');
  const over = Date.now();
  await leader.rest('during');
  return over;
};

/** The meeting's tab is hidden and nothing happens; then a break is called. */
const hidden: Trouble = async ({ members, leader }, seconds) => {
  for (const { browser, page } of members) {
    await (await browser.open('landing')).bringToFront();
    if (!(await page.evaluate('document.hidden'))) throw new Error('the meeting is not hidden');
  }
  await wait(seconds);
  const { at } = await leader.rest('during');
  return at;
};

/** The operator sends SIGTERM and starts the next process. */
const restarted =
  (keepsBreaks: boolean): Trouble =>
  async (stage) => {
    const { leader } = stage;
    await leader.rest('before the restart');
    await wait(2);
    await stage.restart();
    if (!keepsBreaks) leader.end(Date.now());
    const { at } = await leader.rest('during');
    return at;
  };

const SCENARIOS: Readonly<Record<string, Scenario>> = {
  idle: { what: 'hidden tab, nothing happens', seconds: 600, limitMs: QUIET_MS, trouble: hidden },
  asleep: { what: 'the machine sleeps', seconds: 90, limitMs: TOLD_MS, trouble: asleep },
  'asleep-long': { what: 'the machine sleeps', seconds: 600, limitMs: TOLD_MS, trouble: asleep },
  hung: { what: 'the service hangs', seconds: 90, limitMs: UNTOLD_MS, trouble: hung },
  'hung-long': { what: 'the service hangs', seconds: 600, limitMs: UNTOLD_MS, trouble: hung },
  cut: {
    what: 'connections break, none can be made',
    seconds: 20,
    limitMs: UNTOLD_MS,
    trouble: between(
      ({ world }) => world.cut(),
      ({ world }) => world.mend(),
    ),
  },
  silent: {
    what: 'nothing arrives, nothing is closed',
    seconds: 60,
    limitMs: UNTOLD_MS,
    trouble: between(
      ({ world }) => world.silence(),
      ({ world }) => world.heal(),
    ),
  },
  moved: {
    what: 'the machine gets another address',
    seconds: 5,
    // Chromium reports `online`, but Firefox not always: there the next attempt finds out.
    limitMs: UNTOLD_MS,
    options: otherAddress.options,
    trouble: otherAddress.trouble,
  },
  restarted: {
    what: 'the service restarts, embedded store',
    seconds: 0,
    limitMs: UNTOLD_MS,
    trouble: restarted(false),
  },
  'restarted-redis': {
    what: 'the service restarts, Redis',
    seconds: 0,
    limitMs: UNTOLD_MS,
    options: () => ({ onRedis: true }),
    trouble: restarted(true),
  },
  token: {
    what: 'the token expires, is renewed later',
    seconds: 15,
    limitMs: QUIET_MS,
    options: expires.options,
    trouble: expires.trouble,
  },
};

export const TROUBLES = Object.keys(SCENARIOS);

/** Calls one break before the failure, one in it and one after it. */
export async function goThrough(undo: Undo, name: string, kinds: readonly Kind[], asked?: number) {
  const scenario = SCENARIOS[name];
  if (!scenario) throw new Error(`no such scenario: ${name}`);
  const { what, limitMs, options, trouble } = scenario;
  const seconds = asked ?? scenario.seconds;
  const stage = await Stage.open(undo, kinds, options?.(undo));
  const { leader } = stage;
  await prepare(stage);
  const over = await trouble(stage, seconds);
  const during = leader.called.find(({ message }) => message === 'during');
  if (!during) throw new Error('no break was called in the trouble');
  during.due = over + limitMs;
  await stage.shown(during);
  await wait(3);
  await leader.resume();
  await stage.cleared();
  await stage.shown(await leader.rest('after'), 20_000);
  await wait(2);
  const rows = await stage.verdicts(over);
  return rows.map((row) => ({ trouble: what, seconds, ...row }));
}

/** Waits until every member has received a break. Firefox may need a while to open its first stream. */
async function prepare(stage: Stage): Promise<void> {
  const before = await stage.leader.rest('before');
  before.due = Infinity;
  await stage.shown(before);
  await stage.leader.resume();
  await stage.cleared();
}
