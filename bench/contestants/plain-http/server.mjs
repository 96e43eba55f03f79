// The floor of Node: `node:http`, and one Buffer per break (a ready HTTP chunk) written to every
// socket.
// It has no validation, store, heartbeats or resuming, and no limit on the queue for a client that does not
// read.
import { createServer } from 'node:http';
import { breakNotice } from '../break-notice.mjs';
import { readRest } from '../read-rest.mjs';

const meetings = new Map();

createServer(async (request, response) => {
  if (request.method === 'POST') {
    const { meeting, message } = await readRest(request);
    const chunk = asChunk(`event: message\ndata: ${JSON.stringify(breakNotice(meeting, message))}\n\n`);
    meetings.get(meeting)?.forEach((socket) => socket.write(chunk));
    return response.end('{}');
  }
  const meeting = new URL(request.url, 'http://x').searchParams.get('meeting_id');
  const sockets = meetings.get(meeting) ?? new Set();
  meetings.set(meeting, sockets.add(request.socket));
  response.once('close', () => sockets.delete(request.socket));
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
  response.write('event: connected\ndata: {}\n\n');
}).listen(Number(process.env.PORT), process.env.HOST);

function asChunk(text) {
  return Buffer.from(`${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`);
}
