import { expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const script = fileURLToPath(new URL('../../sdk/python/test.mjs', import.meta.url));

/**
 * The short form; `npm run test:python` runs all tests. Needs Python 3.10 or later; `pretest` reports if it
 * is missing.
 */
it('passes the quick tests of the Python client', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [script, '--short']);
  expect(stdout).toMatch(/\d+ passed/);
}, 120_000);
