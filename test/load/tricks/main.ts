import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { built, changed, ROOT } from '../../mutants/edit.js';
import { tricks } from './tricks.js';

const STREAMS = '4000';
const ROUNDS = '3';

interface Results {
  readonly rows: readonly {
    readonly figure: string;
    readonly values: Readonly<Record<string, { readonly median?: number } | undefined>>;
  }[];
}

const copy = mkdtempSync(join(tmpdir(), 'kyukei-tricks-'));
const word = process.argv[2] ?? '';
console.log('a build without it / the build with it; 1.00 = it saves nothing');
try {
  for (const name of ['node_modules', 'public', 'sdk', 'package.json'])
    symlinkSync(join(ROOT, name), join(copy, name));
  for (const { name, without } of tricks.filter((trick) => trick.name.includes(word))) {
    rmSync(join(copy, 'dist'), { recursive: true, force: true });
    cpSync(join(ROOT, 'dist'), join(copy, 'dist'), { recursive: true });
    for (const [path, text] of changed(without)) {
      const file = built(path, text);
      if (file) writeFileSync(join(copy, file.path), file.text);
    }
    console.log(`${name}: ${compared()}`);
  }
} finally {
  rmSync(copy, { recursive: true });
}

/** The figures of the copy divided by those of the build, from one run of the bench. */
function compared(): string {
  const args = ['bench/start.mjs', '--only', 'deliver', '--contestants', 'kyukei,kyukei-before'];
  const size = ['--streams', STREAMS, '--rounds', ROUNDS, '--results', copy];
  const env = { ...process.env, KYUKEI_BEFORE: join(copy, 'dist/main.js') };
  const { status, stderr } = spawnSync(process.execPath, [...args, ...size], { cwd: ROOT, env });
  if (status !== 0) throw new Error(`the bench failed: ${stderr.toString().trim()}`);
  const { rows } = JSON.parse(readFileSync(join(copy, 'latest.json'), 'utf8')) as Results;
  const ratios = rows.flatMap(({ figure, values }) => {
    const [whole, without] = [values['kyukei']?.median, values['kyukei-before']?.median];
    return whole && without ? [`${figure} ${(without / whole).toFixed(2)}`] : [];
  });
  return ratios.join(', ');
}
