import { fileURLToPath } from 'node:url';
import { asTheReference } from './contestant.mjs';
import { startNode } from './node-program.mjs';

const main = fileURLToPath(new URL('../dist/stock-nest/main.mjs', import.meta.url));

/** @type {import('./contestant.mjs').Contestant} */
export const stockNest = {
  ...asTheReference,
  rest: (meeting, message) => ({
    ...asTheReference.rest(meeting, message),
    headers: 'Content-Type: application/json\r\n',
  }),
  name: 'stock-nest',
  label: 'Nest `@Sse()`',
  ready: 'event: connected',
  resumes: false,
  prepare: () => undefined,
  start: (how) => startNode(main, { how }),
};
