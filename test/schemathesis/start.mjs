// `npm run test:schemathesis`: sends requests made from the API document, and checks the answers against it,
// on an open service and on one with all protections. Takes at most two minutes each. Words after `--` are
// options of `st run`.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startService } from '../console/real-pages.mjs';

const cwd = fileURLToPath(new URL('.', import.meta.url));
const run = (program, args, env) =>
  spawnSync(program, args, { cwd, stdio: 'inherit', env: { ...process.env, ...env } }).status;

if (!existsSync(`${cwd}.venv/installed`)) {
  const install = [
    'python3 -m venv .venv',
    '.venv/bin/pip install --quiet --disable-pip-version-check -r requirements.txt',
    'touch .venv/installed',
  ];
  if (run('sh', ['-c', install.join(' && ')]) !== 0) throw new Error('schemathesis cannot be installed here');
}

const KEY = 'first-key-0123456789abcdef';
const worlds = [
  ['open', {}, []],
  [
    'every protection',
    {
      LEADER_AUTH: 'key',
      LEADER_API_KEYS: KEY,
      MEMBER_AUTH: 'token',
      MEMBER_TOKEN_SECRETS: 'the-secret-that-signs-0123456789abcdef',
    },
    ['--header', `X-API-Key: ${KEY}`],
  ],
];

let found = false;
for (const [name, settings, options] of worlds) {
  const { url } = await startService(settings);
  console.log(`\n== ${name}`);
  const args = ['run', `${url}/docs-json`, ...options, ...process.argv.slice(2)];
  if (run('.venv/bin/st', args, { SCHEMATHESIS_HOOKS: 'hooks', PYTHONPATH: '.' }) !== 0) found = true;
}
process.exit(found ? 1 : 0);
