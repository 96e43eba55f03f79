// Uses the functions that orval generates, with its `fetch` client.
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
} from './generated/orval';

const [base = '', meeting = ''] = process.argv.slice(2);

// The server in the document is relative, and so are orval's URLs. In a page they lead to its own origin;
// Node has none.
const { fetch } = globalThis;
globalThis.fetch = (url, init) => fetch(new URL(String(url), base), init);

async function main(): Promise<void> {
  const started = await startMeeting(meeting);
  if (started.status === 200) console.log(`startMeeting: ${started.data.message}`);

  const called = await callBreak(meeting, { message: 'Tea', duration_seconds: 600 });
  if (called.status === 200) console.log(`callBreak: ${called.data.duration_seconds}`);

  const extended = await extendBreak(meeting, { seconds: 300 });
  if (extended.status === 200) console.log(`extendBreak: ${extended.data.duration_seconds}`);

  const undone = await undoCommand(meeting);
  if (undone.status === 200) console.log(`undoCommand: ${undone.data.undone_event}`);

  const more = await requestBreak(meeting, { client_id: 'ann', kind: 'more_time' });
  if (more.status === 200) console.log(`requestBreak: ${more.data.message}`);

  const status = await getStatus(meeting);
  if (status.status === 200) console.log(`getStatus: ${status.data.rest_flg}`);

  const acknowledged = await acknowledgeBreak(meeting, { client_id: 'ann', status: 'back', name: 'Ann' });
  if (acknowledged.status === 200) console.log(`acknowledgeBreak: ${acknowledged.data.members.back}`);

  const planned = await setSchedule(meeting, { preset: 'uk-hse', mode: 'suggest' });
  if (planned.status === 200) console.log(`setSchedule: ${planned.data.schedule?.every_minutes}`);

  const announced = await sendAnnouncement(meeting, { message: 'Slides' });
  if (announced.status === 200) console.log(`sendAnnouncement: ${announced.data.message}`);

  const listed = await listNotices(meeting, { limit: 100 });
  if (listed.status === 200)
    console.log(`listNotices: ${listed.data.events.map(({ event }) => event).join(' ')}`);

  const several = await getMeetings({ id: [meeting, 'never-started'] });
  if (several.status === 200)
    console.log(`getMeetings: ${several.data.meetings.map(({ phase }) => phase).join(' ')}`);

  const calendar = await getCalendar(meeting);
  if (calendar.status === 200) console.log(`getCalendar: ${calendar.data.split('\r\n')[0]}`);

  const unknown = await getStatus(`${meeting}-unknown`);
  if (unknown.status === 404) console.log(`${unknown.status}: ${unknown.data.code}`);

  const half = await setSchedule(meeting, { every_minutes: 50 });
  if (half.status === 422) console.log(`${half.status}: ${half.data.code} ${half.data.errors?.[0]?.field}`);

  const ended = await endMeeting(meeting);
  if (ended.status === 200) console.log(`endMeeting: ${ended.data.message}`);
}

void main();
