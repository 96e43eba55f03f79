// Installs the generators of each language that this machine has: they are no part of the service. Names what it cannot get.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const PIP = '.venv/bin/pip install --quiet --disable-pip-version-check -r requirements.txt';
const steps = {
  typescript: 'npm ci --ignore-scripts --no-audit --no-fund --loglevel=error',
  // It brings openapi-generator, and a Java for it, for all languages.
  python: `python3 -m venv .venv && ${PIP}`,
  go: 'go version && go mod download',
  // What they compile with comes with the first build.
  kotlin: 'mvn --version && java -version',
  rust: 'cargo --version',
};

for (const [language, command] of Object.entries(steps)) {
  const cwd = fileURLToPath(new URL(`${language}/`, import.meta.url));
  const mark = `${cwd}generated/.installed`;
  if (existsSync(mark)) continue;
  const { status } = spawnSync('sh', ['-c', command], { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) {
    console.error(
      `Not run: generators for ${language}. Its tools are not here, or their installation failed.`,
    );
    continue;
  }
  mkdirSync(`${cwd}generated`, { recursive: true });
  writeFileSync(mark, '');
}
