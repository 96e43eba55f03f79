/** What happens to machines, networks and services while a meeting goes on. In each a break is called that every member must see, once. */
import type { Undo } from '../../support/redis-server.js';
import type { Kind } from '../browsers.js';
import { otherAddress } from './addresses.js';
import { QUIET_MS } from './leader.js';
import { Stage, wait, type StageOptions } from './stage.js';
import { expires } from './tokens.js';

/** After waking, or being told that the network is back. */
const TOLD_MS = 5_000;
/** Two heartbeats of 20 s, and 5 s: after an outage whose end nobody announced. */
const UNTOLD_MS = 45_000;

/** Goes through the trouble, and answers when it was over: from then on the break that was called in it can be heard. */
type Trouble = (stage: Stage, seconds: number) => Promise<number>;

interface Scenario {
  readonly what: string;
  readonly seconds: number;
  /** From its end to the screen. */
  readonly limitMs: number;
  readonly options?: (undo: Undo) => StageOptions;
  readonly trouble: Trouble;
}

/** The break is called in the middle of it. */
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

/** A process that hangs answers nothing and closes nothing; what was asked meanwhile it does when it goes on. */
const hung: Trouble = async ({ service, leader }, seconds) => {
  service.process.kill('SIGSTOP');
  await wait(seconds);
  service.process.kill('SIGCONT');
  const over = Date.now();
  await leader.rest('during');
  return over;
};

/** Nobody looks at the meeting, and nothing happens. Then a break is called. */
const hidden: Trouble = async ({ members, leader }, seconds) => {
  for (const { browser, page } of members) {
    await (await browser.open('landing')).bringToFront();
    if (!(await page.evaluate('document.hidden'))) throw new Error('the meeting is not hidden');
  }
  await wait(seconds);
  const { at } = await leader.rest('during');
  return at;
};

/** By its operator: SIGTERM, and the next one starts. */
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
    // Chromium says `online`, Firefox does not always: then the next try finds it out.
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

/** A break before it, one in it and one after it. */
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

/** Every member is there, and heard a break. Firefox may take a while to open its first stream. */
async function prepare(stage: Stage): Promise<void> {
  const before = await stage.leader.rest('before');
  before.due = Infinity;
  await stage.shown(before);
  await stage.leader.resume();
  await stage.cleared();
}
