import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';

interface Case {
  readonly group: string;
  readonly name: string;
}
type RunAll = (
  cases: readonly Case[],
  command: readonly string[],
  jobs: number,
  tell: (test: Case, wrong: readonly string[]) => void,
) => Promise<void>;

const kit = new URL('../../sdk/conformance/', import.meta.url);
const { loadCases } = (await import(new URL('runner/load-cases.mjs', kit).href)) as {
  loadCases: () => Promise<Case[]>;
};
const { runAll } = (await import(new URL('runner/run-all.mjs', kit).href)) as { runAll: RunAll };
const { WRONG_CLIENTS } = (await import(new URL('clients/wrong-clients.mjs', kit).href)) as {
  WRONG_CLIENTS: Record<string, { fails: string }>;
};

const cases = await loadCases();
const clientCommand = (file: string, ...args: string[]) => [
  process.execPath,
  new URL(`clients/${file}`, kit).pathname,
  ...args,
];

/** The cases run concurrently, because they mostly wait. */
const JOBS = 16;

describe('the conformance kit', () => {
  it('has at least 60 cases, as many as the protocol says', async () => {
    expect(cases.length).toBeGreaterThanOrEqual(60);
    const protocol = await readFile(new URL('../../docs/protocol.md', import.meta.url), 'utf8');
    expect(protocol).toContain(`a scripted server, ${cases.length} cases,`);
  });

  it('passes the JavaScript client', async () => {
    const failed: string[] = [];
    await runAll(cases, clientCommand('javascript.mjs'), JOBS, ({ name }, wrong) => {
      if (wrong.length > 0) failed.push([name, ...wrong].join('\n'));
    });
    expect(failed).toEqual([]);
  }, 120_000);

  it('fails each broken client in the case made for it', async () => {
    const wrongClients = Object.entries(WRONG_CLIENTS);
    expect(wrongClients.length).toBeGreaterThanOrEqual(10);
    const found = await Promise.all(
      wrongClients.map(async ([client, { fails }]) => {
        let isFound = false;
        const its = cases.filter(({ name }) => name === fails);
        await runAll(its, clientCommand('wrong.mjs', client), 1, (_, wrong) => (isFound = wrong.length > 0));
        return [client, isFound];
      }),
    );
    expect(found).toEqual(wrongClients.map(([client]) => [client, true]));
  }, 60_000);
});
