import { fileURLToPath } from 'node:url';
import { asTheReference } from './contestant.mjs';
import { startNode } from './node-program.mjs';

const server = (name) => fileURLToPath(new URL(`${name}/server.mjs`, import.meta.url));

const shared = {
  ...asTheReference,
  ready: 'event: connected',
  resumes: false,
  prepare: () => undefined,
};

/** @type {import('./contestant.mjs').Contestant} */
export const betterSse = {
  ...shared,
  name: 'better-sse',
  label: 'better-sse 0.16',
  // better-sse writes no space after the colon.
  ready: 'event:connected',
  start: (how) => startNode(server('better-sse'), { how }),
};

/** @type {import('./contestant.mjs').Contestant} */
export const plainHttp = {
  ...shared,
  name: 'plain-http',
  label: 'plain `http`, the floor of Node',
  start: (how) => startNode(server('plain-http'), { how }),
};
