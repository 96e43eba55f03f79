import { fileURLToPath } from 'node:url';
import { sleep } from './launch.mjs';

/** Node flags of a contestant that answers {@link ask} later. */
export const observed = ['--expose-gc', '--import', fileURLToPath(new URL('observe.mjs', import.meta.url))];

const ANSWER_WITHIN_MS = 10_000;

/**
 * The event-loop delay of a process since the previous call, and its memory after a garbage collection. The
 * process must have been started with `observed`.
 */
export async function ask(program) {
  program.printed = '';
  process.kill(program.pid, 'SIGUSR2');
  for (const giveUpAt = Date.now() + ANSWER_WITHIN_MS; Date.now() < giveUpAt;) {
    await sleep(20);
    const answer = /^observed (\{.*\})$/m.exec(program.printed);
    if (answer) return JSON.parse(answer[1]);
  }
  throw new Error(`the contestant did not say how it is:\n${program.printed}`);
}
