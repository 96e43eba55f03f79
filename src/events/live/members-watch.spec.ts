import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '../../../test/support/manual-clock.js';
import { after, timed } from '../../../test/support/meetings.js';
import type { Meeting } from '../../domain/meeting.js';
import { noMemberCounts } from '../../domain/members.js';
import { memberRequests } from '../../domain/requests.js';
import { START } from '../../domain/revision.js';
import type { MeetingStore } from '../../stores/meeting-store.js';
import type { Position } from './catch-up.js';
import { MembersWatch } from './members-watch.js';

describe('what leaders hear about members', () => {
  const asked = { round: memberRequests.more_time.round(timed) ?? '', count: 3 };
  const counts = { ...noMemberCounts, asked: { ...noMemberCounts.asked, more_time: asked } };
  const at = (meeting: Meeting): Position => ({ meeting, revision: START, since: START, counts });

  it('tells all of them that a request was answered, also when a leader joined just before', async () => {
    let position = at(timed);
    const store = { load: () => Promise.resolve(position) } as unknown as MeetingStore;
    const watch = new MembersWatch('abc', () => position, store, new ManualClock());
    const heard: [string, unknown][] = [];
    const join = () =>
      watch.join({
        send: ({ frames }) =>
          frames.forEach(({ type, data }) =>
            heard.push([String(type), (JSON.parse(data) as { count?: number }).count]),
          ),
      });
    join();
    await watch.tick();
    expect(heard.splice(0)).toEqual([
      ['presence', undefined],
      ['more_time_requested', 3],
    ]);

    join();
    position = at(after(timed, { type: 'extend', seconds: 300 }));
    await watch.tick();
    const twice = <T>(frames: T[]) => frames.flatMap((frame) => [frame, frame]);
    expect(heard).toEqual(
      twice([
        ['presence', undefined],
        ['more_time_requested', 0],
      ]),
    );
  });
});
