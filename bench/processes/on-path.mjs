import { spawnSync } from 'node:child_process';

/**
 * The reason why a command cannot be run, or undefined. `packages` are the Debian packages that contain the
 * command.
 */
export function onPath(command, packages = command) {
  if (spawnSync('sh', ['-c', `command -v ${command}`]).status === 0) return undefined;
  return `no ${command}: apt-get install ${packages}`;
}
