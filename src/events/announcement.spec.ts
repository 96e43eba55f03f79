import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseAnnouncement } from './announcement.js';
import { Frame } from './frame.js';

describe('an announcement', () => {
  const notice = {
    event: 'meeting_started',
    meeting_id: 'abc',
    timestamp: '2025-10-17T10:30:00.000Z',
  } as const;

  it('of ours is the notice and its place in the log', () => {
    const payload = JSON.stringify({ ...notice, id: '2-0', prev: '1-0' });
    expect(parseAnnouncement('abc', payload)).toEqual({ id: '2-0', prev: '1-0', notice });
  });

  it('of ours is dropped when it is about another meeting, or of a kind this version does not know', () => {
    const place = { id: '2-0', prev: '1-0' };
    expect(parseAnnouncement('other', JSON.stringify({ ...notice, ...place }))).toBeUndefined();
    expect(parseAnnouncement('abc', JSON.stringify({ ...notice, event: 'state', ...place }))).toBeUndefined();
  });

  it('of another program keeps only what the reference has', () => {
    // As Python's isoformat() has it: UTC, wherever this process is.
    const theirs = { event: 'rest_required', message: 'x', timestamp: '2025-10-17T10:30:00.123456' };
    const payload = JSON.stringify({ ...theirs, meeting_id: 'not this one', id: 'their-uuid', extra: 1 });
    expect(parseAnnouncement('abc', payload)).toEqual({
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

  it('of whatever kind becomes one frame on one line of data, or none', () => {
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
          const heard = parseAnnouncement('abc', payload);
          if (heard)
            expect(Frame.notice(heard.notice, notice.timestamp, heard.id).toString()).toMatch(
              /^event: [a-z_]+\n(id: \d+-\d+\n)?data: [^\r\n]+\n\n$/,
            );
        },
      ),
      { numRuns: 1000 },
    );
  });
});
