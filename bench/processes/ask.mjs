import { fileURLToPath } from 'node:url';
import { sleep } from './launch.mjs';

/** What a Node contestant needs to be started with, to be asked later. */
export const observed = ['--expose-gc', '--import', fileURLToPath(new URL('observe.mjs', import.meta.url))];

const ANSWER_WITHIN_MS = 10_000;

/** Event-loop delay since it was last asked, and memory after a collection, of a process that was started `observed`. */
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
