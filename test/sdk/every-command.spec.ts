import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type * as Commands from '../../sdk/javascript/commands.js';
import { startApp } from '../support/app.js';
import { Cleanup } from '../support/cleanup.js';

const javascript = new URL('../../sdk/javascript/commands.js', import.meta.url).href;
const { commands } = (await import(javascript)) as typeof Commands;

/** The calls about rights have no method, because few programs need them; `send` reaches them. */
const withoutMethod = {
  javascript: ['issueToken', 'issueCode', 'redeemCode'],
  python: ['issueCode', 'redeemCode'],
};

/** Every call that changes a meeting has a method in each client, which sends it to the right route. */
describe('the clients', () => {
  const cleanup = new Cleanup('after all tests');
  /** `METHOD path` below the meeting's address, by operation id. */
  const calls = new Map<string, string>();

  beforeAll(async () => {
    const { url } = await startApp(cleanup);
    const { paths } = (await (await fetch(`${url}/docs-json`)).json()) as {
      paths: Record<string, Record<string, { operationId: string }>>;
    };
    for (const [path, item] of Object.entries(paths))
      for (const [method, { operationId }] of Object.entries(item))
        if (method !== 'get')
          calls.set(operationId, `${method.toUpperCase()} ${path.replace('/api/meetings/{meeting_id}', '')}`);
  });

  const callsBut = (names: readonly string[]) => [...calls].filter(([name]) => !names.includes(name));

  it('have a method for each call in JavaScript, named as its operation', async () => {
    const { fetch } = globalThis;
    cleanup.add(() => (globalThis.fetch = fetch));
    const sent = new Map<string, string>();
    const methods = Object.entries(commands('http://localhost', 'abc'));
    for (const [name, run] of methods.filter(([name]) => !['send', 'read', 'getMeeting'].includes(name))) {
      globalThis.fetch = (input, init) => {
        const { method, url } = new Request(input, init);
        sent.set(name, `${method} ${url.replace('http://localhost/api/meetings/abc', '')}`);
        return Promise.resolve(Response.json({}));
      };
      await (run as (body: object) => Promise<unknown>)({});
    }
    expect(Object.fromEntries(sent)).toEqual(Object.fromEntries(callsBut(withoutMethod.javascript)));
  });

  it('have a function for each call in Python', () => {
    const source = readFileSync(new URL('../../sdk/python/src/kyukei/commands.py', import.meta.url), 'utf8');
    const posts = [...source.matchAll(/_post\(\s*to,\s*"([^"]+)"/g)].map(([, path = '']) => `POST /${path}`);
    const others = [...source.matchAll(/Command\("(PUT|DELETE)", to\.path\("([^"]+)"\)/g)].map(
      ([, method = '', path = '']) => `${method} /${path}`,
    );
    const expected = callsBut(withoutMethod.python).map(([, call]) => call);
    expect([...new Set([...posts, ...others])].sort()).toEqual(expected.sort());
  });
});
