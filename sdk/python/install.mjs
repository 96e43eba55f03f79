// Makes .venv with the package and its test tools; makes it again when a file that lists them has changed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const made = `${here}.venv/installed`;
const wanted = createHash('sha256');
for (const file of ['pyproject.toml', 'requirements.txt']) wanted.update(readFileSync(here + file));
const digest = wanted.digest('hex');

if (!existsSync(made) || readFileSync(made, 'utf8') !== digest) {
  rmSync(`${here}.venv`, { recursive: true, force: true });
  const run = [
    'python3 -c "import sys; sys.exit(sys.version_info < (3, 10))"',
    'python3 -m venv .venv',
    '.venv/bin/pip install --quiet --disable-pip-version-check -r requirements.txt -e .',
  ];
  const { status } = spawnSync('sh', ['-c', run.join(' && ')], {
    cwd: here,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status === 0) writeFileSync(made, digest);
  else
    console.error(
      'Not run: the Python client. There is no Python 3.10 or later here, or its installation failed.',
    );
}
