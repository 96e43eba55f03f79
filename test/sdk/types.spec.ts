import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { startApp } from '../support/app.js';
import { Cleanup } from '../support/cleanup.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const TYPES = 'sdk/javascript/frames.d.ts';

describe("the JavaScript client's types", () => {
  const cleanup = new Cleanup();

  it('match the API document: `npm run sdk:types` would change nothing', async () => {
    const { url } = await startApp(cleanup);
    const run = promisify(execFile);
    const { stdout } = await run(process.execPath, ['sdk/generate-types.mjs', url], { cwd: ROOT });
    const format = run(
      process.execPath,
      ['node_modules/prettier/bin/prettier.cjs', '--stdin-filepath', TYPES],
      {
        cwd: ROOT,
      },
    );
    format.child.stdin?.end(stdout);
    expect(await readFile(ROOT + TYPES, 'utf8')).toBe((await format).stdout);
  });
});
