import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, HOST, launch, stop } from '../processes/launch.mjs';
import { onPath } from '../processes/on-path.mjs';
import { openFilesLimit } from '../processes/usage.mjs';
import { breakNotice } from './break-notice.mjs';
import { configuration } from './nchan/configuration.mjs';

const packages = 'nginx libnginx-mod-nchan';
const missingModule = () =>
  existsSync('/usr/lib/nginx/modules/ngx_nchan_module.so')
    ? undefined
    : `no nchan module: apt-get install ${packages}`;

/** @type {import('./contestant.mjs').Contestant} */
export const nchan = {
  name: 'nchan',
  label: 'nchan 1.3 (C)',
  ready: ': hi',
  resumes: true,
  prepare: () => onPath('nginx', packages) ?? missingModule(),
  stream: (meeting) => `/events?meeting_id=${meeting}`,
  rest: (meeting, message) => ({
    path: `/publish?meeting_id=${meeting}`,
    headers: 'X-EventSource-Event: message\r\n',
    body: JSON.stringify(breakNotice(meeting, message)),
  }),
  async start() {
    const directory = mkdtempSync(join(tmpdir(), 'kyukei-bench-nchan-'));
    const port = await freePort();
    const file = join(directory, 'nginx.conf');
    writeFileSync(file, configuration({ host: HOST, port, directory, connections: openFilesLimit() }));
    const program = await launch('nginx', ['-p', directory, '-c', file], { port });
    const remove = () => rmSync(directory, { recursive: true, force: true });
    return { port, program, stop: () => stop(program).finally(remove) };
  },
};
