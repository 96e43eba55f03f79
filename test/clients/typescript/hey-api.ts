// Uses the functions that @hey-api/openapi-ts generates, with its own client.
import {
  acknowledgeBreak,
  callBreak,
  endMeeting,
  extendBreak,
  getCalendar,
  getMeetings,
  getStatus,
  listNotices,
  requestBreak,
  sendAnnouncement,
  setSchedule,
  startMeeting,
  undoCommand,
} from './generated/hey-api';
import { client } from './generated/hey-api/client.gen';

const [baseUrl = '', meeting_id = ''] = process.argv.slice(2);
client.setConfig({ baseUrl });
const path = { meeting_id };

async function main(): Promise<void> {
  const started = await startMeeting({ path });
  console.log(`startMeeting: ${started.data?.message}`);

  const called = await callBreak({ path, body: { message: 'Tea', duration_seconds: 600 } });
  console.log(`callBreak: ${called.data?.duration_seconds}`);

  const extended = await extendBreak({ path, body: { seconds: 300 } });
  console.log(`extendBreak: ${extended.data?.duration_seconds}`);

  const undone = await undoCommand({ path });
  console.log(`undoCommand: ${undone.data?.undone_event}`);

  const more = await requestBreak({ path, body: { client_id: 'ann', kind: 'more_time' } });
  console.log(`requestBreak: ${more.data?.message}`);

  const status = await getStatus({ path });
  console.log(`getStatus: ${status.data?.rest_flg}`);

  const acknowledged = await acknowledgeBreak({
    path,
    body: { client_id: 'ann', status: 'back', name: 'Ann' },
  });
  console.log(`acknowledgeBreak: ${acknowledged.data?.members.back}`);

  const planned = await setSchedule({ path, body: { preset: 'uk-hse', mode: 'suggest' } });
  console.log(`setSchedule: ${planned.data?.schedule?.every_minutes}`);

  const announced = await sendAnnouncement({ path, body: { message: 'Slides' } });
  console.log(`sendAnnouncement: ${announced.data?.message}`);

  const listed = await listNotices({ path, query: { limit: 100 } });
  console.log(`listNotices: ${listed.data?.events.map(({ event }) => event).join(' ')}`);

  const several = await getMeetings({ query: { id: [meeting_id, 'never-started'] } });
  console.log(`getMeetings: ${several.data?.meetings.map(({ phase }) => phase).join(' ')}`);

  const calendar = await getCalendar({ path });
  console.log(`getCalendar: ${calendar.data?.split('\r\n')[0]}`);

  const unknown = await getStatus({ path: { meeting_id: `${meeting_id}-unknown` } });
  console.log(`${unknown.response?.status}: ${unknown.error?.code}`);

  const half = await setSchedule({ path, body: { every_minutes: 50 } });
  console.log(`${half.response?.status}: ${half.error?.code} ${half.error?.errors?.[0]?.field}`);

  const ended = await endMeeting({ path });
  console.log(`endMeeting: ${ended.data?.message}`);
}

void main();
