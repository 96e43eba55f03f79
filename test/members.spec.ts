import { beforeEach, describe, expect, it } from '@jest/globals';
import { get, post } from './support/api.js';
import { startMeeting, stores } from './support/app.js';
import { Cleanup } from './support/cleanup.js';
import type { ManualClock } from './support/manual-clock.js';
import { Member } from './support/member.js';
import { until } from './support/until.js';

describe.each(stores)('members, %s', (store) => {
  const cleanup = new Cleanup();
  let clock: ManualClock;
  let meeting: string;
  let url: string;

  beforeEach(async () => {
    ({ clock, meeting, url } = await startMeeting(cleanup, store));
  });

  const join = (query = '') => Member.join(cleanup, url, 'abc', query);
  const ack = (client_id: string, status: string, more = {}) =>
    post(`${meeting}/rest/ack`, { client_id, status, ...more });
  const request = (client_id: string) => post(`${meeting}/break-requests`, { client_id });
  const members = async () => (await get(meeting)).body['members'];
  /** Polls while the clock advances by 1 s at a time, because presence is sent once per second. */
  const until1s = <T>(what: string, probe: () => T | Promise<T>) =>
    until(what, () => {
      clock.pass(1000);
      return probe();
    });
  const isConnected = (count: number) =>
    until1s(`${count} connected`, async () => {
      const { connected } = (await members()) as { connected: number };
      return connected === count;
    });

  describe('present', () => {
    it('are counted while their streams are open, and leaders are not', async () => {
      await post(`${meeting}/start`);
      const one = await join();
      await join('&client_id=b');
      await join('&role=leader');
      await isConnected(2);
      one.leave();
      await isConnected(1);
    });

    // A browser stops an extension's background every half minute, which reconnects after a second.
    it('may leave and return: they count while present, keep their answers, and complete the break once', async () => {
      await post(`${meeting}/rest`);
      const leader = await join('&role=leader');
      await join('&client_id=b');
      await ack('a', 'seen');
      await ack('b', 'seen');
      for (let life = 0; life < 3; life += 1) {
        const flapping = await join('&client_id=a');
        await isConnected(2);
        expect(await members()).toMatchObject({ connected: 2, seen: 2 });
        flapping.leave();
        await isConnected(1);
        expect(await members()).toMatchObject({ connected: 1, seen: 2 });
      }
      // A member who has answered is waited for even while disconnected.
      await ack('b', 'back');
      expect(leader.all('all_back')).toEqual([]);
      await join('&client_id=a');
      await isConnected(2);
      await ack('a', 'back');
      await leader.hears('all_back');
      expect(leader.all('all_back')).toHaveLength(1);
    });

    it('are back once in a break, also when a leader undoes what came before', async () => {
      await post(`${meeting}/rest`);
      const leader = await join('&role=leader');
      await join('&client_id=a');
      await isConnected(1);
      await ack('a', 'away');
      await post(`${meeting}/resume`);
      await ack('a', 'back');
      await leader.hears('all_back');
      expect((await post(`${meeting}/undo`)).status).toBe(200);
      await leader.hears('undone');
      await ack('a', 'back');
      await post(`${meeting}/resume`);
      await leader.hears('rest_ended', 2);
      expect(leader.all('all_back')).toHaveLength(1);
    });

    // As docs/protocol.md says: a member who left looks like one who will return in a second.
    it('are not waited for in the second in which they are away, if they have not answered', async () => {
      await post(`${meeting}/rest`);
      const leader = await join('&role=leader');
      await join('&client_id=b');
      const flapping = await join('&client_id=a');
      await isConnected(2);
      flapping.leave();
      await isConnected(1);
      await ack('b', 'back');
      await leader.hears('all_back');
    });

    it('count once per client, however many tabs it opens, and once the client is back, all are back', async () => {
      await post(`${meeting}/rest`);
      const tab = await join('&client_id=a');
      const tabs = [tab, await join('&client_id=a'), await join('&client_id=a')];
      await join('&client_id=b');
      await isConnected(2);
      await ack('a', 'away');
      await ack('b', 'back');
      await ack('a', 'back');
      await tab.hears('all_back');
      tabs[1]?.leave();
      tabs[2]?.leave();
      await join();
      await isConnected(3);
      tab.leave();
      await isConnected(2);
    });

    it('are shown to leaders only', async () => {
      await post(`${meeting}/start`);
      const member = await join();
      const leader = await join('&role=leader');
      const presence = (await leader.hears('presence')).data;
      expect(presence).toMatchObject({ meeting_id: 'abc', members: { seen: 0, away: 0, back: 0 } });
      expect(leader.frames.map(({ event }) => event).slice(0, 3)).toEqual(['connected', 'state', 'presence']);
      await join();
      await until1s('both to be told', () => {
        const last = leader.all('presence').at(-1)?.data['members'] as { connected: number };
        return last.connected === 2;
      });
      expect(member.all('presence')).toEqual([]);
    });

    it('are shown with their current count to a leader who joins later', async () => {
      await post(`${meeting}/rest`);
      await join('&client_id=a');
      await join('&role=leader');
      // In each second between two polls of the store, which come every 5 s.
      for (const status of ['away', 'back', 'away', 'back', 'away']) {
        await ack('a', status);
        const knows = (leader: Member) => {
          const last = leader.all('presence').at(-1)?.data['members'] as Record<string, number> | undefined;
          return last?.[status] === 1;
        };
        const late = await join('&role=leader');
        await until1s('one to know', () => knows(late));
        const later = await join('&role=leader');
        await until1s('another to know', () => knows(later));
      }
    });
  });

  describe('who are back after a break', () => {
    it('are counted, and named in the roster', async () => {
      const { rest_id } = (await post(`${meeting}/rest`)).body;
      const seen = await ack('a', 'seen', { name: '田中' });
      expect(seen.body).toEqual({
        message: 'Acknowledged',
        meeting_id: 'abc',
        rest_id,
        members: { connected: 0, seen: 1, away: 0, back: 0 },
      });
      await ack('b', 'away', { rest_id });
      await ack('c', 'back', { name: 'Ann' });
      expect(await members()).toEqual({ connected: 0, seen: 1, away: 1, back: 1 });
      const roster = (await get(`${meeting}/roster`)).body;
      expect(roster).toMatchObject({
        rest_id,
        members: [
          { name: 'Ann', status: 'back' },
          { name: '田中', status: 'seen' },
          { name: null, status: 'away' },
        ],
      });
      expect(JSON.stringify(roster)).not.toMatch(/"id":"[abc]"/);
      expect(JSON.stringify((await get(meeting)).body)).not.toContain('田中');
    });

    it('produce one "all back" per break, when all who answered and all named members present are back', async () => {
      const member = await join('&client_id=a');
      await join('&client_id=b');
      await post(`${meeting}/rest`);
      await until1s(
        'both to be counted',
        async () => ((await members()) as { connected: number }).connected === 2,
      );
      await ack('a', 'away');
      await ack('a', 'back');
      await ack('c', 'away');
      await ack('b', 'back');
      expect(member.all('all_back')).toEqual([]);
      await post(`${meeting}/resume`);
      await ack('c', 'back');
      expect((await member.hears('all_back')).data).toMatchObject({
        event: 'all_back',
        message: '全員戻りました',
      });
      await ack('c', 'away');
      await ack('c', 'back');
      await post(`${meeting}/rest`);
      await member.hears('message', 2);
      expect(member.all('all_back')).toHaveLength(1);
    });

    it('stay back when they leave the stream', async () => {
      await post(`${meeting}/rest`);
      const member = await join('&client_id=a');
      await ack('a', 'back');
      member.leave();
      await isConnected(0);
      expect(await members()).toMatchObject({ back: 1 });
    });

    it('answer each break separately, and a late answer does not count', async () => {
      const { rest_id } = (await post(`${meeting}/rest`)).body;
      await ack('a', 'back');
      clock.pass(1);
      await post(`${meeting}/rest`);
      expect(await members()).toMatchObject({ seen: 0, away: 0, back: 0 });
      expect((await get(`${meeting}/roster`)).body['members']).toEqual([]);
      expect(await ack('a', 'back', { rest_id })).toMatchObject({ status: 409, body: { code: 'no_break' } });
    });

    it('cannot answer before there is a break or a meeting', async () => {
      expect(await ack('a', 'seen')).toMatchObject({ status: 404, body: { code: 'meeting_not_found' } });
      await post(`${meeting}/start`);
      expect(await ack('a', 'seen')).toMatchObject({ status: 409, body: { code: 'no_break' } });
    });

    it.each([
      [{ client_id: 'a b', status: 'seen' }, 'client_id'],
      [{ client_id: 'x'.repeat(65), status: 'seen' }, 'client_id'],
      [{ status: 'seen' }, 'client_id'],
      [{ client_id: 'a', status: 'gone' }, 'status'],
      [{ client_id: 'a', status: 'seen', name: 'x'.repeat(61) }, 'name'],
      [{ client_id: 'a', status: 'seen', name: 'a\nb' }, 'name'],
      [{ client_id: 'a', status: 'seen', name: 7 }, 'name'],
      [{ client_id: 'a', status: 'seen', rest_id: {} }, 'rest_id'],
    ])('send a valid answer, not %j', async (body, field) => {
      await post(`${meeting}/rest`);
      const answer = await post(`${meeting}/rest/ack`, body);
      expect(answer).toMatchObject({ status: 422, body: { errors: [{ field }] } });
    });

    it('are reported to leaders as they answer, once a second at most', async () => {
      const leader = await join('&role=leader');
      await post(`${meeting}/rest`);
      await leader.hears('message');
      for (const client of ['a', 'b', 'c']) await ack(client, 'seen');
      await until1s('all three', () => {
        const last = leader.all('presence').at(-1)?.data['members'] as { seen: number };
        return last.seen === 3;
      });
      // At most one frame per second with a change: a few for three answers and a break.
      expect(leader.all('presence').length).toBeLessThan(6);
    });
  });

  describe('who request a break', () => {
    it('count once each until the break begins, and leaders see the count', async () => {
      await post(`${meeting}/start`);
      const member = await join();
      const leader = await join('&role=leader');
      expect((await request('a')).body).toEqual({
        message: 'Break requested',
        meeting_id: 'abc',
        count: 1,
        threshold: 2,
        reached: false,
      });
      await request('a');
      expect((await request('b')).body).toMatchObject({ count: 2, reached: true });
      await until1s('the leader to hear', () => leader.all('break_requested').at(-1)?.data['count'] === 2);
      expect(leader.all('break_requested').at(-1)?.data).toMatchObject({
        event: 'break_requested',
        meeting_id: 'abc',
        threshold: 2,
        reached: true,
      });
      const late = await join('&role=leader');
      await late.hears('break_requested');
      expect(member.all('break_requested')).toEqual([]);

      await post(`${meeting}/rest`);
      expect(await request('a')).toMatchObject({ status: 409, body: { code: 'break_is_on' } });
      clock.pass(1);
      await post(`${meeting}/resume`);
      expect((await request('c')).body).toMatchObject({ count: 1 });
    });

    it('need a running meeting and a client id', async () => {
      expect(await request('a')).toMatchObject({ status: 404 });
      await post(`${meeting}/start`);
      expect(await request('{}')).toMatchObject({ status: 422, body: { errors: [{ field: 'client_id' }] } });
    });
  });
});
