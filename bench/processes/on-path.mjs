import { spawnSync } from 'node:child_process';

/** Why a command cannot be run, or nothing. It comes in the Debian packages named. */
export function onPath(command, packages = command) {
  if (spawnSync('sh', ['-c', `command -v ${command}`]).status === 0) return undefined;
  return `no ${command}: apt-get install ${packages}`;
}
