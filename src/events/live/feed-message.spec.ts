import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseFeedMessage, type LoggedMessage, type ForeignNotice } from './feed-message.js';
import { Frame } from '../frames/frame.js';

const frameOf = (heard: LoggedMessage | ForeignNotice) =>
  'unknown' in heard
    ? Frame.unknown(heard.unknown, heard.id)
    : Frame.notice(heard.notice, '2025-10-17T10:30:00.000Z', heard.id);

describe('a feed message', () => {
  const defaults = { now: '2025-10-17T10:31:00.000Z', language: 'ja' } as const;
  const notice = {
    event: 'meeting_started',
    meeting_id: 'abc',
    timestamp: '2025-10-17T10:30:00.000Z',
  } as const;

  it('carries a notice and its place in the log if Kyukei published it', () => {
    const payload = JSON.stringify({ ...notice, id: '2-0', prev: '1-0' });
    expect(parseFeedMessage('abc', payload, defaults)).toEqual({ id: '2-0', prev: '1-0', notice });
  });

  it('is dropped if it belongs to another meeting or to a kind that this version does not know', () => {
    const place = { id: '2-0', prev: '1-0' };
    expect(parseFeedMessage('other', JSON.stringify({ ...notice, ...place }), defaults)).toBeUndefined();
    expect(
      parseFeedMessage('abc', JSON.stringify({ ...notice, event: 'state', ...place }), defaults),
    ).toBeUndefined();
  });

  it("keeps only the reference's fields if another program published it", () => {
    // Python's isoformat() of a UTC time names no zone; the local zone of this process must not matter.
    const theirs = { event: 'rest_required', message: 'x', timestamp: '2025-10-17T10:30:00.123456' };
    const payload = JSON.stringify({ ...theirs, meeting_id: 'not this one', id: 'their-uuid', extra: 1 });
    expect(parseFeedMessage('abc', payload, defaults)).toEqual({
      notice: {
        ...theirs,
        timestamp: '2025-10-17T10:30:00.123Z',
        meeting_id: 'abc',
        rest_id: '1760697000123',
        message_code: 'custom',
        language: 'ja',
        duration_seconds: null,
        ends_at: null,
      },
    });
  });

  it('becomes one frame with one data line, or none', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.json(),
          fc
            .dictionary(
              fc.constantFrom('event', 'message', 'timestamp', 'id', 'prev'),
              fc.string({ unit: 'binary' }),
            )
            .map((fields) =>
              JSON.stringify({
                event: 'rest_required',
                message: '\n\n',
                timestamp: '2025-10-17T10:30:00',
                ...fields,
              }),
            ),
        ),
        (payload) => {
          const heard = parseFeedMessage('abc', payload, defaults);
          if (heard)
            expect(frameOf(heard).toString()).toMatch(/^event: [a-z_]+\n(id: \d+-\d+\n)?data: [^\r\n]+\n\n$/);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
