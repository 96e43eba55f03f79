import { comingBreaks, type ComingBreak } from '../domain/coming-breaks.js';
import type { Meeting } from '../domain/meeting.js';
import type { Schedule } from '../domain/schedule-fields.js';
import type { Language } from '../domain/texts.js';
import type { Timestamp } from '../domain/timestamp.js';

const BREAK: Record<Language, string> = { ja: '休憩', en: 'Break' };

/** Octets of a line without its end, at most (RFC 5545 §3.1). */
const LINE_OCTETS = 75;

/** The breaks of the next 24 hours as a calendar (RFC 5545). */
export function calendarOf(meeting: Meeting, now: Timestamp): string {
  const { plan } = meeting;
  const events = plan
    ? comingBreaks(meeting, now).flatMap((coming) => eventOf(coming, meeting, plan.schedule, now))
    : [];
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Kyukei//Planned breaks//EN',
    ...events,
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

function eventOf(
  { id, startsAt, endsAt }: ComingBreak,
  meeting: Meeting,
  { language, mode }: Schedule,
  now: Timestamp,
): string[] {
  return [
    'BEGIN:VEVENT',
    `UID:${id}@kyukei`,
    `DTSTAMP:${utc(now)}`,
    `DTSTART:${utc(startsAt)}`,
    `DTEND:${utc(endsAt)}`,
    `SUMMARY;LANGUAGE=${language}:${escaped(`${BREAK[language]}: ${meeting.title ?? meeting.id}`)}`,
    `STATUS:${mode === 'auto' ? 'CONFIRMED' : 'TENTATIVE'}`,
    'END:VEVENT',
  ];
}

/** Whole seconds, because iCalendar has no fractions. */
function utc(time: Timestamp): string {
  return `${time.slice(0, 19).replace(/[-:]/g, '')}Z`;
}

/**
 * Escapes a value of type TEXT (RFC 5545 §3.3.11). Control characters other than line ends are not allowed in
 * it.
 */
function escaped(text: string): string {
  return text
    .replace(/[\\;,]/g, '\\$&')
    .replace(/[\n\u2028\u2029]/g, '\\n')
    .replace(/\p{Cc}/gu, '');
}

/** Breaks a long line into several, never within a character. */
function folded(line: string): string {
  let text = '';
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > LINE_OCTETS) {
      text += '\r\n ';
      octets = 1;
    }
    text += character;
    octets += size;
  }
  return text;
}
