import { ClientProcess } from './client-process.mjs';
import { runCase } from './run-case.mjs';

/** Runs cases, `jobs` at a time, each job with its own client process; calls `tell` with each result. */
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
