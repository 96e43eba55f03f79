// Runs one client on Node, as in its README: node node.mjs NAME URL
import { hear, over, say } from './hear.mjs';

const [, , name, url] = process.argv;

/** Runs a client with the interface of a browser's EventSource. */
const asEventSource = (load) => async () => {
  const EventSource = await load();
  const source = new EventSource(url);
  source.onmessage = ({ data }) => hear('message', data);
  source.onerror = () => source.readyState === 2 && over('CLOSED');
};

/** Runs @microsoft/fetch-event-source or one of its forks. */
const asFetchEventSource =
  (load, options = {}) =>
  async () => {
    const { fetchEventSource } = await load();
    // The library expects these globals of a browser.
    const document = { hidden: false, addEventListener() {}, removeEventListener() {} };
    Object.assign(globalThis, { document, window: globalThis });
    const onmessage = ({ event, data }) => hear(event || 'message', data);
    await fetchEventSource(url, { onmessage, ...options }).then(() => over('resolved'), over);
  };

const clients = {
  'eventsource 2': asEventSource(async () => (await import('eventsource2')).default),
  'eventsource 3': asEventSource(async () => (await import('eventsource3')).EventSource),
  'eventsource 4': asEventSource(async () => (await import('eventsource')).EventSource),
  'extended-eventsource': asEventSource(async () => (await import('extended-eventsource')).EventSource),
  'launchdarkly-eventsource': asEventSource(async () =>
    take(await import('launchdarkly-eventsource'), 'EventSource'),
  ),
  'undici EventSource': asEventSource(async () => (await import('undici')).EventSource),
  'eventsource-client': async () => {
    const { createEventSource } = await import('eventsource-client');
    createEventSource({ url, onMessage: ({ event, data }) => hear(event ?? 'message', data) });
  },
  'eventsource-parser over fetch': ownLoop,
  '@microsoft/fetch-event-source': asFetchEventSource(() => import('@microsoft/fetch-event-source')),
  '@ai-zen/node-fetch-event-source': asFetchEventSource(() => import('@ai-zen/node-fetch-event-source')),
  '@fortaine/fetch-event-source': asFetchEventSource(() => import('@fortaine/fetch-event-source')),
  '@microsoft/fetch-event-source, recipe': async () => {
    const onclose = () => {
      throw new Error('ended');
    };
    await asFetchEventSource(() => import('@microsoft/fetch-event-source'), { onclose })();
  },
  'our SDK': async () => {
    const { follow } = await import('../../../sdk/javascript/kyukei-client.js');
    const { origin, searchParams } = new URL(url);
    follow(origin, searchParams.get('meeting_id'), (_, type, frame) => hear(type, JSON.stringify(frame)));
  },
};

/** A loop of twenty lines, as many people write it: it reconnects after `retry` ms with the last id. */
async function ownLoop() {
  const { createParser } = await import('eventsource-parser');
  let lastId;
  let retry = 3000;
  for (;;) {
    const onEvent = ({ id, event, data }) => {
      lastId = id ?? lastId;
      hear(event ?? 'message', data);
    };
    const parser = createParser({ onEvent, onRetry: (ms) => (retry = ms) });
    try {
      const { body } = await fetch(url, { headers: lastId ? { 'last-event-id': lastId } : {} });
      const decoder = new TextDecoder();
      for await (const bytes of body) parser.feed(decoder.decode(bytes, { stream: true }));
    } catch {
      // Retry after a cut or a refusal.
    }
    await new Promise((resolve) => setTimeout(resolve, retry));
  }
}

function take(module, name) {
  return module[name] ?? module.default[name] ?? module.default;
}

const run = clients[name];
if (process.argv.length === 2) say(Object.keys(clients));
else {
  // Some libraries do not keep the process alive.
  setInterval(() => undefined, 60_000);
  await run().catch(over);
}
