import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, HOST, launch, stop } from '../processes/launch.mjs';
import { onPath } from '../processes/on-path.mjs';
import { breakNotice } from './break-notice.mjs';
import { configuration } from './centrifugo/configuration.mjs';
import { programs } from './compile.mjs';

const VERSION = 'v6.9.1';
const directory = `${programs}centrifugo-${VERSION}/`;
const server = `${directory}centrifugo`;
const INSTALL_WITHIN_MS = 15 * 60_000;

/** @type {import('./contestant.mjs').Contestant} */
export const centrifugo = {
  name: 'centrifugo',
  label: 'Centrifugo 6.9 (Go)',
  ready: '{"connect":{',
  resumes: true,
  prepare: () => (existsSync(server) ? undefined : (onPath('go', 'golang') ?? install())),
  /** A unidirectional client names its channel and its cursor in the URL. */
  stream(meeting, cursor) {
    const [offset, epoch] = cursor?.split(' ') ?? [];
    const from = cursor ? { recover: true, offset: Number(offset), epoch } : {};
    return `/connection/uni_sse?cf_connect=${encodeURIComponent(JSON.stringify({ subs: { [meeting]: from } }))}`;
  },
  rest: (meeting, message) => ({
    path: '/api/publish',
    headers: 'Content-Type: application/json\r\n',
    body: JSON.stringify({ channel: meeting, data: breakNotice(meeting, message) }),
  }),
  cursorIn: (text, message) => {
    const publication = text.split('\n\n').find((frame) => frame.includes(message));
    return `${/"offset":(\d+)/.exec(publication)[1]} ${/"epoch":"([^"]+)"/.exec(text)[1]}`;
  },
  async start() {
    const place = mkdtempSync(join(tmpdir(), 'kyukei-bench-centrifugo-'));
    const port = await freePort();
    const file = join(place, 'config.json');
    writeFileSync(file, JSON.stringify(configuration({ host: HOST, port })));
    const program = await launch(server, ['--config', file], { port });
    const remove = () => rmSync(place, { recursive: true, force: true });
    return { port, program, stop: () => stop(program).finally(remove) };
  },
};

/** Builds it from the module proxy, on all cores: the bench itself is pinned to one. */
function install() {
  const install = ['go', 'install', `github.com/centrifugal/centrifugo/v6@${VERSION}`];
  const { status, stderr } = spawnSync('taskset', ['-c', `0-${cpus().length - 1}`, ...install], {
    encoding: 'utf8',
    env: { ...process.env, GOBIN: directory },
    timeout: INSTALL_WITHIN_MS,
  });
  return status === 0
    ? undefined
    : `go install failed: ${stderr?.trim().split('\n').at(-1) || 'it took too long'}`;
}
