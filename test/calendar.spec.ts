import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import ICAL from 'ical.js';
import { call, get, post, put } from './support/api.js';
import { startMeeting, startReady, stores } from './support/app.js';
import { Cleanup } from './support/cleanup.js';
import type { ManualClock } from './support/manual-clock.js';
import { built } from './support/outside-jest.js';
import { after, at, running } from './support/meetings.js';

const { calendarOf } = await built<typeof import('../src/meetings/calendar.js')>('meetings/calendar.js');

/** The fields of a parsed event. */
interface Read {
  readonly uid: string;
  readonly summary: string;
  readonly language: string;
  readonly status: string;
  readonly stamp: string;
  readonly start: string;
  readonly end: string;
}

const time = (minutes: number) => new Date(Date.UTC(2025, 9, 17, 10, 30) + minutes * 60_000).toISOString();
const MINUTE = 60_000;

/** The events that ical.js reads. It throws for an invalid calendar. */
function readByIcalJs(text: string): Read[] {
  const calendar = new ICAL.Component(ICAL.parse(text) as unknown[]);
  return calendar.getAllSubcomponents('vevent').map((component) => {
    const event = new ICAL.Event(component);
    const timeOf = (value: unknown) => (value as ICAL.Time).toJSDate().toISOString();
    return {
      uid: event.uid,
      summary: event.summary,
      language: String(component.getFirstProperty('summary')?.getFirstParameter('language')),
      status: String(component.getFirstPropertyValue('status')),
      stamp: timeOf(component.getFirstPropertyValue('dtstamp')),
      start: timeOf(event.startDate),
      end: timeOf(event.endDate),
    };
  });
}

/** The environment that sdk/python/install.mjs makes. */
const PYTHON = fileURLToPath(new URL('../sdk/python/.venv/bin/python', import.meta.url));
const SCRIPT = `
import json, sys
from datetime import timezone
from icalendar import Calendar

def iso(value):
    assert value.tzinfo is not None
    return value.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.000Z")

def read(event):
    assert not event.errors, event.errors
    return {
        "uid": str(event["UID"]), "summary": str(event["SUMMARY"]), "language": event["SUMMARY"].params["LANGUAGE"],
        "status": str(event["STATUS"]), "stamp": iso(event["DTSTAMP"].dt),
        "start": iso(event["DTSTART"].dt), "end": iso(event["DTEND"].dt),
    }

print(json.dumps([[read(e) for e in Calendar.from_ical(t).walk("VEVENT")] for t in json.load(sys.stdin)]))
`;

/** The events that Python's icalendar reads in each text. */
function readByPython(texts: readonly string[]): Promise<Read[][]> {
  return new Promise((resolve, reject) => {
    const python = execFile(PYTHON, ['-X', 'utf8', '-c', SCRIPT], (error, stdout, stderr) => {
      if (error) reject(new Error(stderr || error.message));
      else resolve(JSON.parse(stdout) as Read[][]);
    });
    python.stdin?.on('error', reject).end(JSON.stringify(texts));
  });
}

describe.each(stores)('the plan as a calendar, %s', (store) => {
  const cleanup = new Cleanup();
  let clock: ManualClock;
  let meeting: string;

  beforeEach(async () => {
    ({ clock, meeting } = await startMeeting(cleanup, store));
    await post(`${meeting}/start`, { title: 'Planning; Q4, part 2' });
  });

  const calendar = async () => {
    const answer = await fetch(`${meeting}/calendar.ics`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    return answer.text();
  };
  /** The events in the calendar; both parsers must read the same ones. */
  const events = async () => {
    const text = await calendar();
    const [byPython] = await readByPython([text]);
    const read = readByIcalJs(text);
    expect(byPython).toEqual(read);
    return read;
  };
  const starts = async () => (await events()).map(({ start }) => start);

  it('is empty without a plan, and missing without a meeting', async () => {
    expect(await calendar()).toBe(
      'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Kyukei//Planned breaks//EN\r\nEND:VCALENDAR\r\n',
    );
    expect(await events()).toEqual([]);
    await post(`${meeting}/end`);
    expect(await get(`${meeting}/calendar.ics`)).toMatchObject({
      status: 404,
      type: 'application/problem+json',
      body: { code: 'meeting_not_found' },
    });
    expect((await get(meeting.replace(/abc$/, 'a.b') + '/calendar.ics')).status).toBe(422);
  });

  it('has the breaks by minutes, the current one first', async () => {
    await put(`${meeting}/schedule`, {
      every_minutes: 50,
      duration_minutes: 10,
      mode: 'auto',
      language: 'en',
    });
    const planned = await events();
    expect(planned).toHaveLength(24);
    expect(planned[0]).toEqual({
      uid: `abc-${Date.parse(time(0))}-1@kyukei`,
      summary: 'Break: Planning; Q4, part 2',
      language: 'en',
      status: 'CONFIRMED',
      stamp: time(0),
      start: time(50),
      end: time(60),
    });
    expect(planned.map(({ start }) => start)).toEqual(planned.map((_, count) => time(50 + count * 60)));
    await post(`${meeting}/schedule/snooze`, { minutes: 5 });
    const putOff = await events();
    expect(putOff[0]).toMatchObject({ uid: planned[0]?.uid, start: time(55) });
    clock.pass(57 * MINUTE);
    const onIt = await events();
    expect(onIt[0]).toMatchObject({ uid: planned[0]?.uid, start: time(55), end: time(65), stamp: time(57) });
    expect(onIt[1]).toMatchObject({ uid: planned[1]?.uid, start: time(115) });
  });

  it('has the breaks by the clock, and the same UIDs after a new start', async () => {
    const plan = { at: ['19:45', '20:30'], time_zone: 'Asia/Tokyo', duration_minutes: 10 };
    await put(`${meeting}/schedule`, plan);
    const planned = await events();
    expect(planned).toMatchObject([
      {
        start: time(15),
        end: time(25),
        summary: '休憩: Planning; Q4, part 2',
        language: 'ja',
        status: 'TENTATIVE',
      },
      { start: time(60), end: time(70) },
    ]);
    await post(`${meeting}/start`);
    const again = await events();
    expect(again.map(({ uid }) => uid)).toEqual(planned.map(({ uid }) => uid));
    expect(again[0]).toMatchObject({ summary: '休憩: abc' });
    clock.pass(20 * MINUTE);
    expect(await starts()).toEqual([time(60), time(24 * 60 + 15)]);
  });
});

describe('the calendar of a closed meeting', () => {
  const cleanup = new Cleanup();

  it('can be read with the permission to read the meeting, also with a token in the URL', async () => {
    const leader = { 'x-api-key': 'first-key-0123456789abcdef' };
    const { url } = await startReady(cleanup, {
      LEADER_AUTH: 'key',
      LEADER_API_KEYS: leader['x-api-key'],
      MEMBER_AUTH: 'token',
      MEMBER_TOKEN_SECRETS: 'a-secret-of-32-characters-or-more',
    });
    const token = async (id: string) => {
      const { body } = await call('POST', `${url}/api/meetings/${id}/tokens`, { role: 'member' }, leader);
      return String(body['token']);
    };
    await call('POST', `${url}/api/meetings/abc/start`, {}, leader);
    const status = async (query = '') => (await fetch(`${url}/api/meetings/abc/calendar.ics${query}`)).status;
    expect(await status()).toBe(401);
    expect(await status(`?token=${await token('other')}`)).toBe(401);
    expect(await status(`?token=${await token('abc')}`)).toBe(200);
  });
});

it('is read by both parsers with the original texts, whatever the title', async () => {
  const minutes = { every_minutes: 480, duration_minutes: 10, mode: 'auto', warn_seconds: 0 } as const;
  const character = fc.oneof(
    fc.constantFrom('\\', ';', ',', ':', '"', '\n', ' ', '休', '👩‍💻', 'é', '\\n', '^n'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  );
  const titles = fc.array(character, { maxLength: 90 }).map((parts) => parts.join(''));
  const texts: string[] = [];
  const expected: string[] = [];
  fc.assert(
    fc.property(titles, fc.constantFrom('ja' as const, 'en' as const), (title, language) => {
      const started = after(running, { type: 'start', title });
      const meeting = after(started, { type: 'set_schedule', schedule: { ...minutes, language } });
      const text = calendarOf(meeting, at(0));
      const lines = text.split('\r\n');
      expect(lines.pop()).toBe('');
      for (const line of lines) {
        expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
        expect(line).toMatch(/^[^\p{Cc}]+$/u);
      }
      const word = language === 'ja' ? '休憩' : 'Break';
      const shown = title.replace(/[\u2028\u2029]/g, '\n').replace(/(?!\n)\p{Cc}/gu, '');
      for (const { summary } of readByIcalJs(text)) expect(summary).toBe(`${word}: ${shown}`);
      texts.push(text);
      expected.push(`${word}: ${shown}`);
    }),
    { numRuns: 300 },
  );
  const read = await readByPython(texts);
  expect(read.map((events) => events.length)).toEqual(texts.map(() => 2));
  read.forEach((events, i) => {
    for (const { summary } of events) expect(summary).toBe(expected[i]);
  });
});
