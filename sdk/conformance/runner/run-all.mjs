import { runCase } from './run-case.mjs';

/** Plays cases, `jobs` at a time, each with a process of its own; tells each result as it comes. */
export async function runAll(cases, command, jobs, tell) {
  const left = [...cases];
  const worker = async () => {
    for (let test = left.shift(); test; test = left.shift()) tell(test, await runCase(test, command));
  };
  await Promise.all(Array.from({ length: jobs }, worker));
}
