// better-sse on plain `node:http`, with a channel per meeting, as in its guide.
import { createServer } from 'node:http';
import { createChannel, createSession } from 'better-sse';
import { breakNotice } from '../break-notice.mjs';
import { readRest } from '../read-rest.mjs';

const channels = new Map();

function channelOf(meeting) {
  if (!channels.has(meeting)) channels.set(meeting, createChannel());
  return channels.get(meeting);
}

createServer(async (request, response) => {
  if (request.method === 'POST') {
    const { meeting, message } = await readRest(request);
    channelOf(meeting).broadcast(breakNotice(meeting, message), 'message');
    return response.end('{}');
  }
  const meeting = new URL(request.url, 'http://x').searchParams.get('meeting_id');
  const session = await createSession(request, response, { keepAlive: 30_000 });
  session.push({ message: 'Connected to meeting', meeting_id: meeting }, 'connected');
  channelOf(meeting).register(session);
}).listen(Number(process.env.PORT), process.env.HOST);
