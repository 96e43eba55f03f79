// A proxy before the service that shows its meetings as they are some time later: every moment that a frame or an answer names is
// moved into the past, but the server's time is not. (A page whose own clock jumps takes the service for dead, and says so.) It can
// also say something on each stream that the service did not say, after the state of the meeting.
import { once } from 'node:events';
import { createServer, request } from 'node:http';

const MOMENT = /"(started_at|ended_at|working_since|ends_at|next_rest_at|timestamp)":"([^"]+)"/g;

/** By what they are before, and by how much later. */
const proxies = new Map();

/** The address at which the service looks as it will `seconds` later, and says `frame` after each `state`. */
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
