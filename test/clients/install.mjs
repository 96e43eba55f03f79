// Installs the generators of each language that this machine has. They are not dependencies of the service.
// Lists what cannot be installed.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const PIP = '.venv/bin/pip install --quiet --disable-pip-version-check -r requirements.txt';
const steps = {
  typescript: 'npm ci --ignore-scripts --no-audit --no-fund --loglevel=error',
  // This also installs openapi-generator and its Java, for all languages.
  python: `python3 -m venv .venv && ${PIP}`,
  go: 'go version && go mod download',
  // The first build downloads the compile-time dependencies.
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
