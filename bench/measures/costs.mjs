import { once } from 'node:events';
import { connect } from 'node:net';
import { Crowd, streamRequest } from '../load/crowd.mjs';
import { cursorOf } from '../load/cursor.mjs';
import { HOST, sleep } from '../processes/launch.mjs';
import { callBreaks } from './commands.mjs';
import { deliveryCpu } from './deliver.mjs';
import { nextMessage, onStage } from './stage.mjs';

/** Number of first streams that count as cold: V8 has not compiled their code path yet. */
const COLD = 2_000;
const MISSED = 3;
const WATCH_MS = 30_000;
const COMMANDS = 4_000;
const DELIVERIES = 80_000;
const leadersAtOnce = 4;
/** A break that replaces another one is two notices: the end of the old one, and the new one. */
const NOTICES = 2;
const SETTLE_MS = 3_000;
/**
 * Number of meetings with one stream each, as a fraction of the streams: to measure the cost of a meeting.
 */
const MEETINGS_SHARE = 0.1;

/**
 * Seconds between two heartbeats of a stream, two position checks and two writes of the members of a meeting.
 */
const HEARTBEAT_S = 3;
const CHECK_S = 4;
const PRESENCE_S = 10;

const micro = (label) => ({ label, unit: 'µs', digits: 1 });

/**
 * Measures the cost of each operation for a process and its Redis: the constants of the capacity model
 * (bench/capacity/). A cost that cannot be measured alone is the difference of two runs.
 */
export const costs = {
  name: 'costs',
  streams: [10_000],
  figures: {
    openCold: micro('process: open one of its first 2,000 streams'),
    open: micro('process: open a later stream'),
    resume: micro('process: resume a stream that missed three notices'),
    redisOpen: micro('Redis: the same'),
    delivery: micro('process: deliver a notice to a stream'),
    heartbeat: micro('process: send a heartbeat'),
    command: micro('process: a command'),
    redisCommand: micro('Redis: a command'),
    answer: micro('process: a member that answers a break'),
    redisAnswer: micro('Redis: the same'),
    notice: micro('process: hear of a notice of a meeting'),
    redisNotice: micro('Redis: announce a notice to a process'),
    check: micro('process: check the position of a meeting'),
    redisCheck: micro('Redis: the same'),
    presence: micro('process: write the members of a meeting'),
    redisPresence: micro('Redis: the same'),
    streamKib: { label: 'process: memory of a stream', unit: 'KiB', digits: 1 },
    meetingKib: { label: 'process: memory of a followed meeting', unit: 'KiB', digits: 1 },
    openBytes: { label: 'bytes: a stream that opens', unit: '', digits: 0 },
    noticeBytes: { label: 'bytes: a break, to a stream', unit: '', digits: 0 },
    heartbeatBytes: { label: 'bytes: a heartbeat', unit: '', digits: 0 },
    processMib: { label: 'process: memory without streams', unit: 'MiB', digits: 0 },
  },
  enters: ({ name }) => name === 'kyukei-redis',
  async run(contestant, size) {
    const crowd = await onStage(contestant, {}, (stage) => ofStreams(stage, size));
    const heartbeats = await onStage(contestant, {}, (stage) => ofHeartbeats(stage, size));
    const command = await onStage(contestant, {}, (stage) => ofCommands(stage, size));
    const meetings = await onStage(contestant, {}, (stage) =>
      ofMeetings(stage, size, crowd.streamKib, command),
    );
    const presence = await onStage(contestant, {}, (stage) => ofPresence(stage, size, meetings));
    return {
      ...crowd,
      ...heartbeats,
      ...command,
      ...meetings,
      ...presence,
    };
  },
};

async function ofStreams(stage, { streams, deliveries = DELIVERIES, idleMs: settleMs = SETTLE_MS }) {
  const { crowd, leader, running, contestant } = stage;
  const processMib = stage.rss() / 1024;
  await crowd.open(1, { meeting: 'm' });
  await stage.deliver('m');
  const before = stage.rss();
  const cold = Math.min(COLD, Math.ceil(streams / 2));
  const first = perItem(await stage.cpuOf(() => crowd.open(cold, { meeting: 'm' })), cold);
  const later = perItem(
    await stage.cpuOf(() => crowd.open(streams - cold, { meeting: 'm' })),
    streams - cold,
  );
  const streamKib = (stage.rss() - before) / streams;
  const delivery = await deliveryCpu(stage, streams, deliveries);
  const cursor = await cursorOf(contestant, running.port, leader, 'm');
  crowd.close();
  // The process first ends the streams.
  await sleep(settleMs);
  const missed = Array.from({ length: MISSED }, nextMessage);
  for (const message of missed) await leader.rest('m', message);
  const awaited = [...missed, ...contestant.replayEndsWith];
  const back = new Crowd(contestant, running.port);
  try {
    const cpu = await stage.cpuOf(() =>
      back.open(streams, { meeting: 'm', cursor, awaited, opening: 1_000 }),
    );
    const { server: resume, redis: redisOpen } = perItem(cpu, streams);
    return {
      ...{ openCold: first.server, open: later.server, resume, redisOpen },
      ...{ delivery: delivery.server, streamKib, processMib },
    };
  } finally {
    back.close();
  }
}

async function ofHeartbeats(stage, { streams, watchMs = WATCH_MS }) {
  const bytes = await sizes(stage);
  const count = Math.ceil(streams / 2);
  await stage.crowd.open(count, { meeting: 'm', query: `&heartbeat=${HEARTBEAT_S}` });
  const { server } = await stage.cpuOf(() => sleep(watchMs));
  return { heartbeat: (server * 1000) / (count * (watchMs / 1000 / HEARTBEAT_S)), ...bytes };
}

/** The sizes of what a stream carries, headers and chunks included. */
async function sizes({ contestant, running, leader }) {
  const socket = connect({ port: running.port, host: HOST });
  let read = '';
  socket.setEncoding('latin1').on('data', (text) => (read += text));
  const grown = async (text) => {
    while (!read.includes(text)) await once(socket, 'data');
    const size = read.length;
    read = '';
    return size;
  };
  socket.write(streamRequest(`${contestant.stream('m')}&heartbeat=${HEARTBEAT_S}`));
  const openBytes = await grown(contestant.ready);
  const message = nextMessage();
  await leader.rest('m', message);
  const noticeBytes = await grown(message);
  const heartbeatBytes = await grown('heartbeat');
  socket.destroy();
  return { openBytes, noticeBytes, heartbeatBytes };
}

async function ofCommands(stage, { commands = COMMANDS }) {
  await callBreaks(stage, commands, { leadersAtOnce });
  const call = perItem(await stage.cpuOf(() => callBreaks(stage, commands, { leadersAtOnce })), commands);
  const members = { ...stage, contestant: { ...stage.contestant, rest: answerCall } };
  const answers = () => callBreaks(members, commands, { leadersAtOnce });
  await answers();
  const answer = perItem(await stage.cpuOf(answers), commands);
  return {
    ...{ command: call.server, redisCommand: call.redis },
    ...{ answer: answer.server, redisAnswer: answer.redis },
  };
}

/** A member's `seen`, as a call for {@link callBreaks}; the message names the member. */
const answerCall = (meeting, client_id) => ({
  path: `/api/meetings/${meeting}/rest/ack`,
  body: JSON.stringify({ client_id, status: 'seen' }),
});

async function ofMeetings(stage, { streams, watchMs = WATCH_MS, commands = COMMANDS }, streamKib, command) {
  const count = Math.ceil(streams * MEETINGS_SHARE);
  const before = stage.rss();
  // A display is not counted as a member, so that nobody writes the members.
  await stage.crowd.open(count, { meeting: (n) => `m-${n}`, query: '&role=display' });
  await callBreaks(stage, count, { meetings: count, leadersAtOnce });
  const meetingKib = (stage.rss() - before) / count - streamKib;
  const idle = perItem(await stage.cpuOf(() => sleep(watchMs)), count * (watchMs / 1000 / CHECK_S));
  const heard = perItem(
    await stage.cpuOf(() => callBreaks(stage, commands, { meetings: count, leadersAtOnce })),
    commands,
  );
  return {
    ...{
      notice: (heard.server - command.command) / NOTICES,
      redisNotice: (heard.redis - command.redisCommand) / NOTICES,
    },
    ...{ check: idle.server, redisCheck: idle.redis, meetingKib },
  };
}

async function ofPresence(stage, { streams, watchMs = WATCH_MS }, { check, redisCheck }) {
  const count = Math.ceil(streams * MEETINGS_SHARE);
  await stage.crowd.open(count, { meeting: (n) => `m-${n}`, query: (n) => `&client_id=client-${n}` });
  await callBreaks(stage, count, { meetings: count, leadersAtOnce });
  const { server, redis } = perItem(
    await stage.cpuOf(() => sleep(watchMs * 2)),
    count * ((watchMs * 2) / 1000),
  );
  return {
    presence: (server - check / CHECK_S) * PRESENCE_S,
    redisPresence: (redis - redisCheck / CHECK_S) * PRESENCE_S,
  };
}

/** Converts a total to microseconds per operation. */
function perItem({ server, redis }, count) {
  return { server: (server * 1000) / count, redis: (redis * 1000) / count };
}
