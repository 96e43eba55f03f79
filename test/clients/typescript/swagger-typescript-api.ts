// Uses the class that swagger-typescript-api generates, with its `fetch` client.
import {
  AckStatus,
  Api,
  RequestKind,
  ScheduleMode,
  SchedulePreset,
  type HttpResponse,
  type Problem,
} from './generated/swagger-typescript-api';

const [baseUrl = '', meeting = ''] = process.argv.slice(2);
const { api } = new Api({ baseUrl });

/** A refusal is thrown. */
const refusal = (thrown: unknown) => thrown as HttpResponse<unknown, Problem>;

async function main(): Promise<void> {
  const started = await api.startMeeting(meeting);
  console.log(`startMeeting: ${started.data.message}`);

  const called = await api.callBreak(meeting, { message: 'Tea', duration_seconds: 600 });
  console.log(`callBreak: ${called.data.duration_seconds}`);

  const extended = await api.extendBreak(meeting, { seconds: 300 });
  console.log(`extendBreak: ${extended.data.duration_seconds}`);

  const undone = await api.undoCommand(meeting);
  console.log(`undoCommand: ${undone.data.undone_event}`);

  const more = await api.requestBreak(meeting, { client_id: 'ann', kind: RequestKind.MoreTime });
  console.log(`requestBreak: ${more.data.message}`);

  const status = await api.getStatus(meeting);
  console.log(`getStatus: ${status.data.rest_flg}`);

  const acknowledged = await api.acknowledgeBreak(meeting, {
    client_id: 'ann',
    status: AckStatus.Back,
    name: 'Ann',
  });
  console.log(`acknowledgeBreak: ${acknowledged.data.members.back}`);

  const planned = await api.setSchedule(meeting, {
    preset: SchedulePreset.UkHse,
    mode: ScheduleMode.Suggest,
  });
  console.log(`setSchedule: ${planned.data.schedule?.every_minutes}`);

  const announced = await api.sendAnnouncement(meeting, { message: 'Slides' });
  console.log(`sendAnnouncement: ${announced.data.message}`);

  const listed = await api.listNotices(meeting, { limit: 100 });
  console.log(`listNotices: ${listed.data.events.map(({ event }) => event).join(' ')}`);

  const several = await api.getMeetings({ id: [meeting, 'never-started'] });
  console.log(`getMeetings: ${several.data.meetings.map(({ phase }) => phase).join(' ')}`);

  const calendar = await api.getCalendar(meeting, { format: 'text' });
  console.log(`getCalendar: ${calendar.data.split('\r\n')[0]}`);

  const unknown = await api.getStatus(`${meeting}-unknown`).catch(refusal);
  console.log(`${unknown.status}: ${unknown.error.code}`);

  const half = await api.setSchedule(meeting, { every_minutes: 50 }).catch(refusal);
  console.log(`${half.status}: ${half.error.code} ${half.error.errors?.[0]?.field}`);

  const ended = await api.endMeeting(meeting);
  console.log(`endMeeting: ${ended.data.message}`);
}

void main();
