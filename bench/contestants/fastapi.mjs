import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { freePort, HOST, launch, stop } from '../processes/launch.mjs';
import { onPath } from '../processes/on-path.mjs';
import { startRedis } from '../processes/redis.mjs';
import { asTheReference } from './contestant.mjs';

const home = fileURLToPath(new URL('fastapi/', import.meta.url));
const venv = `${home}.venv`;

/** @type {import('./contestant.mjs').Contestant} */
export const fastapi = {
  ...asTheReference,
  // FastAPI parses a body only if its Content-Type is JSON.
  rest: (meeting, message) => ({
    ...asTheReference.rest(meeting, message),
    headers: 'Content-Type: application/json\r\n',
  }),
  name: 'fastapi',
  label: 'the reference (FastAPI)',
  ready: 'event: connected',
  resumes: false,
  filesPerStream: 2,
  prepare: () => onPath('redis-server') ?? onPath('python3', 'python3 python3-venv') ?? install(),
  async start() {
    const redis = await startRedis();
    const port = await freePort();
    const args = ['main:app', '--host', HOST, '--port', String(port), '--no-access-log', '--backlog', '4096'];
    const env = { REDIS_HOST: HOST, REDIS_PORT: String(redis.port) };
    const program = await launch(`${venv}/bin/uvicorn`, args, { port, env, cwd: home });
    return { port, program, redis, stop: () => stop(program).then(redis.stop) };
  },
};

/** Installs the reference with its own pinned versions, in a venv in this directory. */
function install() {
  if (existsSync(`${venv}/bin/uvicorn`)) return undefined;
  const steps = [
    ['python3', '-m', 'venv', venv],
    [`${venv}/bin/pip`, 'install', '--quiet', '--requirement', `${home}requirements.txt`],
  ];
  for (const [command, ...args] of steps) {
    const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' });
    if (status !== 0) return `${command} ${args[0]} failed: ${stderr.trim().split('\n').at(-1)}`;
  }
  return undefined;
}
