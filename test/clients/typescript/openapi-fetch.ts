// Uses openapi-fetch with the types of openapi-typescript.
import createClient from 'openapi-fetch';
import type { paths } from './generated/openapi-typescript';

const [baseUrl = '', meeting_id = ''] = process.argv.slice(2);
const client = createClient<paths>({ baseUrl });
const path = { meeting_id };

async function main(): Promise<void> {
  const started = await client.POST('/api/meetings/{meeting_id}/start', { params: { path } });
  console.log(`startMeeting: ${started.data?.message}`);

  const called = await client.POST('/api/meetings/{meeting_id}/rest', {
    params: { path, header: { 'Idempotency-Key': 'first-break' } },
    body: { message: 'Tea', duration_seconds: 600 },
  });
  console.log(`callBreak: ${called.data?.duration_seconds}`);

  const extended = await client.POST('/api/meetings/{meeting_id}/rest/extend', {
    params: { path },
    body: { seconds: 300 },
  });
  console.log(`extendBreak: ${extended.data?.duration_seconds}`);

  const undone = await client.POST('/api/meetings/{meeting_id}/undo', { params: { path } });
  console.log(`undoCommand: ${undone.data?.undone_event}`);

  const more = await client.POST('/api/meetings/{meeting_id}/break-requests', {
    params: { path },
    body: { client_id: 'ann', kind: 'more_time' },
  });
  console.log(`requestBreak: ${more.data?.message}`);

  const status = await client.GET('/api/meetings/{meeting_id}/status', { params: { path } });
  console.log(`getStatus: ${status.data?.rest_flg}`);

  const acknowledged = await client.POST('/api/meetings/{meeting_id}/rest/ack', {
    params: { path },
    body: { client_id: 'ann', status: 'back', name: 'Ann' },
  });
  console.log(`acknowledgeBreak: ${acknowledged.data?.members.back}`);

  const planned = await client.PUT('/api/meetings/{meeting_id}/schedule', {
    params: { path },
    body: { preset: 'uk-hse', mode: 'suggest' },
  });
  console.log(`setSchedule: ${planned.data?.schedule?.every_minutes}`);

  const announced = await client.POST('/api/meetings/{meeting_id}/announcements', {
    params: { path },
    body: { message: 'Slides' },
  });
  console.log(`sendAnnouncement: ${announced.data?.message}`);

  const listed = await client.GET('/api/meetings/{meeting_id}/events', {
    params: { path, query: { limit: 100 } },
  });
  console.log(`listNotices: ${listed.data?.events.map(({ event }) => event).join(' ')}`);

  const several = await client.GET('/api/meetings', {
    params: { query: { id: [meeting_id, 'never-started'] } },
  });
  console.log(`getMeetings: ${several.data?.meetings.map(({ phase }) => phase).join(' ')}`);

  const calendar = await client.GET('/api/meetings/{meeting_id}/calendar.ics', {
    params: { path },
    parseAs: 'text',
  });
  console.log(`getCalendar: ${calendar.data?.split('\r\n')[0]}`);

  const unknown = await client.GET('/api/meetings/{meeting_id}/status', {
    params: { path: { meeting_id: `${meeting_id}-unknown` } },
  });
  console.log(`${unknown.response.status}: ${unknown.error?.code}`);

  const half = await client.PUT('/api/meetings/{meeting_id}/schedule', {
    params: { path },
    body: { every_minutes: 50 },
  });
  console.log(`${half.response.status}: ${half.error?.code} ${half.error?.errors?.[0]?.field}`);

  const ended = await client.POST('/api/meetings/{meeting_id}/end', { params: { path } });
  console.log(`endMeeting: ${ended.data?.message}`);
}

void main();
