// npm run measure:extension -- NAME... [--browser chromium|firefox] [--seconds N] [--times N]
// Runs real browsers with the extension and a real service, and causes a trouble between them. NAME: one of
// `troubles.ts`, or `troubles` for all of them; `kills`; `day`. Prints a table, and exits with 1 if a break
// was missed, shown twice, late or wrong by more than a second.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { Teardown } from '../../chaos/world/teardown.js';
import type { Kind } from '../browsers.js';
import { work } from './day.js';
import { kill } from './kills.js';
import { KINDS } from './stage.js';
import { goThrough, TROUBLES } from './troubles.js';

const { values, positionals } = parseArgs({
  args: process.argv.slice(3),
  allowPositionals: true,
  options: { browser: { type: 'string' }, seconds: { type: 'string' }, times: { type: 'string' } },
});
const kinds = values.browser ? [values.browser as Kind] : KINDS;
const seconds = values.seconds === undefined ? undefined : Number(values.seconds);
const names = positionals.flatMap((name) => (name === 'troubles' ? TROUBLES : [name]));

/** The trouble that changes the machine's address, and therefore needs a network namespace. */
const NEEDS_OWN_NETWORK = 'moved';

for (const name of names) {
  if (name === NEEDS_OWN_NETWORK && !process.env['OWN_NETWORK']) rerunInOwnNetwork();
  else await run(name);
}

async function run(name: string): Promise<void> {
  const teardown = new Teardown();
  try {
    console.log(name);
    const rows = await rowsOf(name, teardown);
    console.table(rows);
    if (!rows.every(({ good }) => good)) process.exitCode = 1;
  } catch (error) {
    // A failing scenario must not stop the next one.
    console.error(error);
    process.exitCode = 1;
  } finally {
    await teardown.run();
  }
}

async function rowsOf(name: string, teardown: Teardown): Promise<{ good: boolean }[]> {
  if (name === 'kills') {
    const rows = [];
    for (const kind of kinds) rows.push(await kill(teardown, kind, Number(values.times ?? 100)));
    return rows;
  }
  if (name === 'day') return work(teardown, kinds);
  return goThrough(teardown, name, kinds, seconds);
}

function rerunInOwnNetwork(): void {
  const isRoot = process.getuid?.() === 0;
  const options = ['--net', ...(isRoot ? [] : ['--map-root-user'])];
  const args = process.argv.slice(1).filter((arg) => !names.includes(arg));
  const command = `ip link set lo up && exec "$0" "$@" ${NEEDS_OWN_NETWORK}`;
  const { status } = spawnSync('unshare', [...options, 'sh', '-c', command, process.execPath, ...args], {
    stdio: 'inherit',
    env: { ...process.env, OWN_NETWORK: 'yes' },
  });
  if (status !== 0) process.exitCode = 1;
}
