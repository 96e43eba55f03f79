import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rename, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * The last release, beside which HEAD must run, and its commit (a clone may lack the tags). Declared only
 * here.
 */
export const lastRelease = { version: '0.3.0', commit: 'b40ebddd2d7531d1235c2ff878c478739f8213e7' } as const;

/** The parts that a running service reads, besides its compiled `src/`. */
const READ_AT_RUN_TIME = ['public', 'sdk', 'package.json'];
const BUILT_BY = ['src', 'nest-cli.json', 'tsconfig.json', 'tsconfig.build.json'];

/** The `dist/` of the last release, built once from its commit with the present packages. */
export async function lastReleaseDist(): Promise<string> {
  const { commit } = lastRelease;
  const kept = join(ROOT, 'node_modules/.cache/kyukei', commit);
  if (!existsSync(kept)) {
    await need(commit);
    // Built elsewhere, because the compiler leaves out sources below node_modules.
    const folder = await mkdtemp(join(tmpdir(), 'kyukei-release-'));
    try {
      await build(commit, folder);
      await keep(folder, kept);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  return join(kept, 'dist');
}

/** A shallow clone may lack the commit. */
async function need(commit: string): Promise<void> {
  const git = (...args: string[]) => run('git', args, { cwd: ROOT });
  try {
    await git('cat-file', '-e', `${commit}^{commit}`).catch(() =>
      git('fetch', '--depth', '1', 'origin', commit),
    );
  } catch {
    throw new Error(
      `the commit of release ${lastRelease.version} is not in this clone: git fetch --unshallow, or git fetch origin ${commit}`,
    );
  }
}

async function build(commit: string, folder: string): Promise<void> {
  const archive = join(folder, 'release.tar');
  await run('git', ['archive', '--output', archive, commit, ...READ_AT_RUN_TIME, ...BUILT_BY], { cwd: ROOT });
  await run('tar', ['-xf', archive, '-C', folder]);
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  await run(process.execPath, [join(ROOT, 'node_modules/@nestjs/cli/bin/nest.js'), 'build'], { cwd: folder });
}

/** Renamed in one step, because two tests may build it at the same time. */
async function keep(folder: string, kept: string): Promise<void> {
  await mkdir(join(kept, '..'), { recursive: true });
  const copy = await mkdtemp(`${kept}-`);
  for (const part of ['dist', ...READ_AT_RUN_TIME]) {
    await cp(join(folder, part), join(copy, part), { recursive: true });
  }
  await rename(copy, kept).catch((error: unknown) => {
    if (!existsSync(kept)) throw error;
    return rm(copy, { recursive: true });
  });
}
