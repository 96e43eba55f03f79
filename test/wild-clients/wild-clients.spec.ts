import { expect, it } from '@jest/globals';
import { Cleanup } from '../support/cleanup.js';
import { wildClients } from './catalogue.js';
import { runClient } from './running-client.js';
import { play } from './scenario.js';

/**
 * Clients on Node, and on Python if it is installed. `npm run test:wild-clients` runs all clients, with
 * browsers and more languages.
 */
const RUN = [
  '@microsoft/fetch-event-source (Node)',
  'eventsource 4 (Node)',
  'extended-eventsource (Node)',
  'httpx-sse, recipe (Python)',
];

const cleanup = new Cleanup();

it('third-party clients get every break across a deploy, each once, and nothing that is not a break', async () => {
  const clients = wildClients().filter(({ name }) => RUN.includes(name));
  expect(clients.length).toBeGreaterThanOrEqual(3);
  const participants = clients.map((client) => ({
    name: client.name,
    start: (url: string) => runClient(cleanup, client, url),
  }));
  const heard = await play(cleanup, 'a deploy (SIGTERM)', participants);
  expect([...heard].map(([name, one]) => [name, String(one)])).toEqual(
    clients.map(({ name }) => [name, '123']),
  );
});
