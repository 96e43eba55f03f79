// `npm test`: runs all parts, and prints the duration of each. The behaviour specifications and the fixed
// chaos seeds mostly wait, so they run together, beside the explorer, which computes. Tests of the delay of
// breaks run last and alone.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants, cpus, setPriority } from 'node:os';

/**
 * Two workers more than cores, because the slowest specifications wait most of the time. With more of them, the
 * services and browsers of the tests keep each other from answering in time on a slow machine.
 */
const WORKERS = cpus().length + 2;

const took = new Map();

async function part(name, script, args = [], priority = constants.priority.PRIORITY_NORMAL) {
  const begunAt = performance.now();
  const run = spawn('npm', ['run', '--silent', '--ignore-scripts', script, '--', ...args], {
    stdio: 'inherit',
  });
  setPriority(run.pid, priority);
  const [code] = await once(run, 'exit');
  took.set(name, Math.round((performance.now() - begunAt) / 1000));
  if (code !== 0) process.exitCode = 1;
}

/** At a lower priority: it delays the specifications little, and ends about when they do. */
async function explorer() {
  const { PRIORITY_BELOW_NORMAL } = constants.priority;
  await part('every order of events up to a bound', 'test:interleavings', [], PRIORITY_BELOW_NORMAL);
  await part('  its mutants', 'test:interleavings', ['--mutants'], PRIORITY_BELOW_NORMAL);
}

await Promise.all([part('behaviour and chaos', 'test:together', [`--maxWorkers=${WORKERS}`]), explorer()]);
await part('lateness, alone', 'test:alone');

console.log('\nSeconds of each part:');
for (const [name, seconds] of took) console.log(`${String(seconds).padStart(6)}  ${name}`);
