// Installs the clients of this folder. Those that cannot be installed are listed, and the run goes on without
// them.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const steps = {
  JavaScript: { made: 'node_modules/eventsource', run: ['npm ci --ignore-scripts --no-audit --no-fund'] },
  Python: {
    made: '.venv/installed',
    run: [
      'python3 -m venv .venv',
      '.venv/bin/pip install --quiet --disable-pip-version-check -r requirements.txt',
      'touch .venv/installed',
    ],
  },
  Go: { made: '.go-client', run: ['cd go && go build -o ../.go-client .'] },
};

for (const language of process.argv.slice(2)) {
  const { made, run } = steps[language];
  if (existsSync(here + made)) continue;
  const { status } = spawnSync('sh', ['-c', run.join(' && ')], {
    cwd: here,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0)
    console.error(`Not run: stream clients in ${language}. It is not here, or their installation failed.`);
}
