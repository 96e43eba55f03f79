import { ClientProcess } from './client-process.mjs';
import { runCase } from './run-case.mjs';

/** Plays cases, `jobs` at a time, each job with a process of its own; tells each result as it comes. */
export async function runAll(cases, command, jobs, tell) {
  const left = [...cases];
  const work = async () => {
    let client;
    for (let test = left.shift(); test; test = left.shift()) {
      if (!client || client.isOver || client.complaint) {
        client?.kill();
        client = new ClientProcess(command);
        await client.ready();
      }
      tell(test, await runCase(test, client));
    }
    await client?.end();
  };
  await Promise.all(Array.from({ length: Math.min(jobs, cases.length) }, work));
}
