// A proxy in front of the service that shows meetings as they will be later: it moves every time in frames
// and answers into the past, except the server's time. (If the page's own clock jumped, the page would take
// the service for dead.) It can also add a frame to each stream, after the `state`.
import { once } from 'node:events';
import { createServer, request } from 'node:http';

const MOMENT = /"(started_at|ended_at|working_since|ends_at|next_rest_at|timestamp)":"([^"]+)"/g;

/** The proxies by the URL that they serve and by their delay. */
const proxies = new Map();

/** The URL at which the service looks as it will in `seconds`, with `frame` added after each `state`. */
export function laterThan(url, seconds, frame = '') {
  if (seconds === 0 && !frame) return url;
  const key = `${url} ${seconds} ${frame}`;
  if (!proxies.has(key)) proxies.set(key, start(new URL(url), seconds, frame));
  return proxies.get(key);
}

async function start({ hostname, port }, seconds, frame) {
  const earlier = (_, name, time) =>
    `"${name}":"${new Date(Date.parse(time) - seconds * 1000).toISOString()}"`;
  const server = createServer((asked, answer) => {
    const headers = { ...asked.headers, 'accept-encoding': 'identity' };
    const inner = request({ hostname, port, method: asked.method, path: asked.url, headers }, (got) => {
      const isData = /json|event-stream/.test(got.headers['content-type'] ?? '');
      if (isData) delete got.headers['content-length'];
      answer.writeHead(got.statusCode, got.headers);
      if (!isData) return void got.pipe(answer);
      got.setEncoding('utf8').on('data', (chunk) => {
        answer.write(chunk.replaceAll(MOMENT, earlier));
        if (/^event: state$/m.test(chunk)) answer.write(frame);
      });
      got.on('end', () => answer.end());
    });
    inner.on('error', () => answer.destroy());
    answer.on('close', () => inner.destroy());
    asked.pipe(inner);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${server.address().port}`;
}
