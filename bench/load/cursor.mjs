import { connect } from 'node:net';
import { HOST } from '../processes/launch.mjs';

/** Calls a break, and returns the cursor with which a member received it: the SSE `id:`, in general. */
export async function cursorOf(contestant, port, leader, meeting) {
  const message = `cursor-${Math.random()}`;
  const socket = connect({ port, host: HOST });
  socket.setEncoding('latin1');
  socket.write(
    `GET ${contestant.stream(meeting)} HTTP/1.1\r\nHost: bench\r\nAccept: text/event-stream\r\n\r\n`,
  );
  let text = '';
  const seen = (wanted) =>
    new Promise((resolve, reject) => {
      const look = () => text.includes(wanted) && resolve();
      socket.on('data', look).on('error', reject);
      look();
    });
  socket.on('data', (more) => (text += more));
  await seen(contestant.ready);
  const heard = seen(message);
  await leader.rest(meeting, message);
  await heard;
  socket.destroy();
  return (contestant.cursorIn ?? idOf)(text, message);
}

function idOf(text, message) {
  const block = text.split('\n\n').find((part) => part.includes(message));
  return /^id: ?(.+)$/m.exec(block)[1].trim();
}
