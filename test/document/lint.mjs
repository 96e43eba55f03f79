// `npm run lint:document`: checks the API document of the built service by two linters, with all of their
// recommended rules. Warnings fail, too.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const run = (program, ...args) => spawnSync(program, args, { cwd: here, stdio: 'inherit' }).status;

if (!existsSync(`${here}node_modules/.bin/spectral`))
  run('npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error');

const folder = await mkdtemp(join(tmpdir(), 'kyukei-document-'));
const document = join(folder, 'openapi.json');
const env = { PATH: process.env.PATH, PORT: '0', HOST: '127.0.0.1', NO_COLOR: '1' };
const service = spawn(process.execPath, [main], { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'] });
try {
  for await (const line of createInterface({ input: service.stdout })) {
    const [, url] = /listening on (\S+),/.exec(line) ?? [];
    if (!url) continue;
    const answer = await fetch(`${url}/docs-json`);
    await writeFile(document, JSON.stringify(await answer.json(), null, 1));
    break;
  }
} finally {
  service.kill();
}
const bin = `${here}node_modules/.bin`;
const found = [
  run(`${bin}/redocly`, 'lint', document, '--extends=recommended', '--max-problems=20'),
  run(`${bin}/spectral`, 'lint', document, '--ruleset', 'spectral.yaml', '--fail-severity', 'warn'),
];
await rm(folder, { recursive: true });
process.exitCode = found.every((status) => status === 0) ? 0 : 1;
