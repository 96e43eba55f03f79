// Runs clients in a page of another origin than the service; they report to the server of the page.
const { service, clients } = JSON.parse(document.getElementById('run').textContent);

function report(client) {
  const say = (line) => fetch('/said', { method: 'POST', body: JSON.stringify({ client, line }) });
  const hear = (type, data) => {
    if (type !== 'message') return;
    if (data === '' || data === undefined) say({ empty: true });
    else {
      const seen = /休憩 (\d)/.exec(JSON.parse(data).message);
      say(seen ? { heard: Number(seen[1]) } : { garbled: data });
    }
  };
  return { hear, over: (why) => say({ over: String(why) }) };
}

const start = {
  EventSource: async (url, { hear, over }) => follow(new EventSource(url), hear, over),
  'event-source-polyfill': async (url, { hear, over }) => {
    await import('/node_modules/event-source-polyfill/src/eventsource.js');
    follow(new window.EventSourcePolyfill(url), hear, over);
  },
  '@microsoft/fetch-event-source': async (url, { hear, over }) => {
    const { fetchEventSource } = await import('/node_modules/@microsoft/fetch-event-source/lib/esm/index.js');
    const onmessage = ({ event, data }) => hear(event || 'message', data);
    await fetchEventSource(url, { openWhenHidden: true, onmessage }).then(() => over('resolved'), over);
  },
  'sse.js': async (url, { hear }) => sseJs(url, {}, hear),
  'sse.js, autoReconnect': async (url, { hear }) => sseJs(url, { autoReconnect: true }, hear),
  'our SDK': async (url, { hear }) => {
    const { follow: followMeeting } = await import('/sdk/kyukei-client.js');
    const meeting = new URL(url).searchParams.get('meeting_id');
    followMeeting(service, meeting, (_, type, frame) => hear(type, JSON.stringify(frame)));
  },
};

function follow(source, hear, over) {
  source.onmessage = ({ data }) => hear('message', data);
  source.onerror = () => source.readyState === 2 && over('CLOSED');
}

async function sseJs(url, options, hear) {
  const { SSE } = await import('/node_modules/sse.js/lib/sse.js');
  new SSE(url, options).addEventListener('message', ({ data }) => hear('message', data));
}

for (const { name, url } of clients) {
  const to = report(name);
  start[name](url, to).catch(to.over);
}
