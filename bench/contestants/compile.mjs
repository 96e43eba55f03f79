import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { onPath } from '../processes/on-path.mjs';

/** The directory for compiled programs. It is not under version control. */
export const programs = fileURLToPath(new URL('../.cache/', import.meta.url));

/** A C program in one file, and a function that compiles it when it is missing or older than its source. */
export function cProgram(name, source) {
  const program = `${programs}${name}`;
  return { program, prepare: () => onPath('cc', 'gcc libc6-dev') ?? compile(program, fileURLToPath(source)) };
}

function compile(program, source) {
  if (existsSync(program) && statSync(program).mtimeMs > statSync(source).mtimeMs) return undefined;
  mkdirSync(programs, { recursive: true });
  const { status, stderr } = spawnSync('cc', ['-O2', '-Wall', '-o', program, source], { encoding: 'utf8' });
  return status === 0 ? undefined : `cc failed: ${stderr.trim().split('\n')[0]}`;
}
