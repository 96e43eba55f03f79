import { freePort, HOST, launch, stop } from '../processes/launch.mjs';
import { breakNotice } from './break-notice.mjs';
import { cProgram } from './compile.mjs';
import { asTheReference } from './contestant.mjs';

const { program: server, prepare } = cProgram('c-floor', new URL('c-floor/server.c', import.meta.url));

/**
 * The floor: a loop of `send()` in C. The table shows the ratio of all others to it.
 * The leader sends the whole notice, so that the server need not make JSON.
 * @type {import('./contestant.mjs').Contestant}
 */
export const cFloor = {
  ...asTheReference,
  name: 'c-floor',
  label: '`send()` in C, the floor',
  ready: 'event: connected',
  resumes: false,
  prepare,
  rest: (meeting, message) => ({
    ...asTheReference.rest(meeting, message),
    body: JSON.stringify(breakNotice(meeting, message)),
  }),
  async start() {
    const port = await freePort();
    const program = await launch(server, [], { port, env: { HOST, PORT: String(port) } });
    return { port, program, stop: () => stop(program) };
  },
};
