import { beforeEach, describe, expect, it } from '@jest/globals';
import { EventSource } from 'eventsource';
import { call, get, post } from './support/api.js';
import { startApp, startMeeting, startOnRedis, stores } from './support/app.js';
import { Cleanup } from './support/cleanup.js';
import { ManualClock } from './support/manual-clock.js';
import { Member } from './support/member.js';
import { RawStream } from './support/raw-stream.js';
import { until } from './support/until.js';

const ids = (count: number) => Array.from({ length: count }, (_, i) => `m-${i}`);
const query = (name: string, values: readonly string[]) => values.map((id) => `${name}=${id}`).join('&');

describe.each(stores)('several meetings in one answer, %s', (store) => {
  const cleanup = new Cleanup();
  let clock: ManualClock;
  let url: string;

  beforeEach(async () => {
    ({ clock, url } = await startMeeting(cleanup, store));
  });

  const list = (...values: string[]) => get(`${url}/api/meetings?${query('id', values)}`);

  it('are the same as in single answers, in the requested order, and short if nobody started them', async () => {
    await post(`${url}/api/meetings/one/start`);
    await post(`${url}/api/meetings/two/rest`, { message: 'tea', duration_seconds: 60 });
    const { status, body } = await list('two', 'never', 'one', 'two');
    const [one, two] = await Promise.all(['one', 'two'].map((id) => get(`${url}/api/meetings/${id}`)));
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        meetings: [two?.body, { meeting_id: 'never', phase: 'not_started' }, one?.body],
        server_time: clock.timestamp(),
      },
    });
  });

  it('are answered with 304 until one of them changes', async () => {
    const target = `${url}/api/meetings?${query('id', ['one', 'two'])}`;
    const known = String((await get(target)).headers.get('etag'));
    const ask = () => fetch(target, { headers: { 'If-None-Match': known } });
    clock.pass(5_000);
    expect(await ask().then(async (answer) => [answer.status, await answer.text()])).toEqual([304, '']);
    await post(`${url}/api/meetings/two/rest`);
    expect((await ask()).status).toBe(200);
  });

  it('are settled before they are sent', async () => {
    await post(`${url}/api/meetings/one/rest`, { duration_seconds: 60 });
    clock.pass(61_000);
    expect((await list('one', 'two')).body['meetings']).toMatchObject([{ phase: 'in_progress' }, {}]);
  });

  it('show break requests to leaders', async () => {
    await post(`${url}/api/meetings/one/start`);
    await post(`${url}/api/meetings/one/break-requests`, { client_id: 'ann' });
    const asLeader = await get(`${url}/api/meetings?id=one&id=never&role=leader`);
    const requests = { count: 1, threshold: 2, reached: false };
    expect(asLeader.body['meetings']).toEqual([expect.objectContaining({ requests }), expect.anything()]);
    expect(JSON.stringify((await list('one')).body)).not.toContain('requests');
  });

  it('are 100 at most, and addressed by ids only', async () => {
    expect((await list(...ids(100))).body['meetings']).toHaveLength(100);
    const repeated = Array.from({ length: 101 }, () => 'one');
    const tooMany = [ids(101), repeated].map((values) => `?${query('id', values)}`);
    const invalid = ['', '?id=', '?id=a%20b', ...tooMany, '?id[]=a'];
    for (const search of invalid)
      expect(await get(`${url}/api/meetings${search}`)).toMatchObject({
        status: 422,
        body: {
          errors: [{ field: 'id', message: expect.stringMatching(/^must be given for 1 to 100 meetings/) }],
        },
      });
    expect(await get(`${url}/api/meetings?id=a&role=boss`)).toMatchObject({
      status: 422,
      body: { errors: [{ field: 'role' }] },
    });
  });
});

describe('several meetings in one answer', () => {
  const cleanup = new Cleanup();

  it('need one read of Redis', async () => {
    const { url, redis } = await startOnRedis(cleanup, {}, new ManualClock());
    const client = redis.client();
    await client.config('RESETSTAT');
    await get(`${url}/api/meetings?${query('id', ids(100))}`);
    const stats = await client.info('commandstats');
    // The first call loads the script.
    expect(
      [...stats.matchAll(/^cmdstat_eval(?:sha)?:calls=(\d+),[^\r]*failed_calls=0/gm)].map(String),
    ).toHaveLength(1);
    expect(stats).toMatch(/^cmdstat_eval:calls=1,/m);
  });
});

describe.each(stores)('an overview, %s', (store) => {
  const cleanup = new Cleanup();
  let clock: ManualClock;
  let url: string;

  beforeEach(async () => {
    ({ clock, url } = await startMeeting(cleanup, store));
  });

  const open = (meetingIds: string[], more = '') => Member.overview(cleanup, url, meetingIds, more);
  const rest = (id: string, message: string) => post(`${url}/api/meetings/${id}/rest`, { message });
  const of = (overview: Member, id: string) =>
    overview.all('state').filter(({ data }) => data['meeting_id'] === id);

  it('sends the state of each meeting, and again after each change, without event ids', async () => {
    await rest('one', 'tea');
    const overview = await open(['one', 'two']);
    await overview.hears('state', 2);
    expect(
      overview.frames.map(({ event, data }) => [event, data['meeting_id'] ?? data['meeting_ids']]),
    ).toEqual([
      ['connected', ['one', 'two']],
      ['state', 'one'],
      ['state', 'two'],
    ]);
    expect(overview.frames[0]?.data['message']).toBe('Connected to meetings');
    expect(overview.frames[1]?.data).toEqual({
      ...(await get(`${url}/api/meetings/one`)).body,
      resync: false,
    });
    clock.pass(1_000);
    await rest('two', 'walk');
    expect((await overview.hears('state', 3)).data).toMatchObject({
      meeting_id: 'two',
      phase: 'on_break',
      rest: { message: 'walk' },
    });
    expect(new Set(overview.frames.map(({ cursor }) => cursor))).toEqual(new Set(['']));
    expect(new Set(overview.frames.map(({ event }) => event))).toEqual(new Set(['connected', 'state']));
  });

  it('combines many changes into one state per second', async () => {
    await post(`${url}/api/meetings/one/start`);
    const [overview, probe] = await Promise.all([open(['one']), Member.join(cleanup, url, 'one')]);
    await overview.hears('state');
    for (let i = 0; i < 10; i++) await rest('one', String(i));
    await probe.hears('message', 10);
    // The first change is sent at once.
    await until('the first break', () => of(overview, 'one').length >= 2);
    clock.pass(999);
    await rest('one', 'last');
    await probe.hears('message', 11);
    expect(of(overview, 'one')).toHaveLength(2);
    clock.pass(1);
    const { data } = await overview.hears('state', 3);
    expect(data).toMatchObject({ rest: { message: 'last' } });
  });

  it('sends changes that become due by themselves', async () => {
    await post(`${url}/api/meetings/one/rest`, { duration_seconds: 60 });
    const overview = await open(['one']);
    await overview.hears('state');
    clock.pass(60_000);
    await until('the end', () => of(overview, 'one').at(-1)?.data['phase'] === 'in_progress');
  });

  it('does not count as a member, and shows who is present', async () => {
    await post(`${url}/api/meetings/one/start`);
    const overview = await open(['one'], '&client_id=wall');
    const connected = () => (of(overview, 'one').at(-1)?.data['members'] as { connected: number }).connected;
    await overview.hears('state');
    await Member.join(cleanup, url, 'one', '&client_id=ann');
    await until('the member', () => {
      clock.pass(1_000);
      return connected() === 1;
    });
    expect((await get(`${url}/api/meetings/one`)).body).toMatchObject({ members: { connected: 1 } });
  });

  it('shows break requests to leaders', async () => {
    await post(`${url}/api/meetings/one/start`);
    const [leader, member] = await Promise.all([open(['one'], '&role=leader'), open(['one'])]);
    await Promise.all([leader.hears('state'), member.hears('state')]);
    await post(`${url}/api/meetings/one/break-requests`, { client_id: 'ann' });
    await until('the request', () => {
      clock.pass(1_000);
      return (of(leader, 'one').at(-1)?.data['requests'] as { count: number }).count === 1;
    });
    expect(of(member, 'one').map(({ data }) => 'requests' in data)).toEqual([false]);
  });

  it('sends heartbeats, and refuses unknown parameters', async () => {
    const overview = await open(['one'], '&heartbeat=5');
    await overview.hears('state');
    clock.pass(5_000);
    await overview.hears('heartbeat');
    for (const [search, field] of [
      ['', 'meeting_id'],
      [`?${query('meeting_id', ids(51))}`, 'meeting_id'],
      ['?meeting_id=a&meeting_id=b%20c', 'meeting_id'],
      ['?meeting_id=a&heartbeat=2', 'heartbeat'],
      ['?meeting_id=a&role=boss', 'role'],
    ] as const)
      expect(await get(`${url}/api/sse/overview${search}`)).toMatchObject({
        status: 422,
        body: { errors: [{ field }] },
      });
  });

  it('shows 50 meetings', async () => {
    const overview = await open(ids(50));
    await overview.hears('state', 50);
    await rest('m-49', 'tea');
    expect((await overview.hears('state', 51)).data).toMatchObject({ meeting_id: 'm-49' });
  });
});

describe('overviews on Redis', () => {
  const cleanup = new Cleanup();

  it('read the store once per change, however many they are', async () => {
    const clock = new ManualClock();
    const { url, redis } = await startOnRedis(cleanup, {}, clock);
    const client = redis.client();
    await post(`${url}/api/meetings/one/start`);
    const open = async () => {
      const overview = await Member.overview(cleanup, url, ['one', 'two']);
      await overview.hears('state', 2);
      return overview;
    };
    const overviews = [await open()];
    const scripts = async () =>
      Number(/^cmdstat_evalsha:calls=(\d+)/m.exec(await client.info('commandstats'))?.[1] ?? 0);
    /** Waits for the reads that passing time (position checks) and a break (counts) cause. */
    const atRest = async () => {
      let [last, same] = [await scripts(), 0];
      await until('Redis to be at rest', async () => {
        const now = await scripts();
        same = now === last ? same + 1 : 0;
        last = now;
        return same === 10;
      });
      return last;
    };
    /** The number of scripts that Redis runs for a break and for the frames of all overviews about it. */
    const cost = async (name: string) => {
      clock.pass(10_000);
      await atRest();
      await client.config('RESETSTAT');
      const told = overviews.map((overview) => overview.all('state').length);
      await post(`${url}/api/meetings/one/rest`, { message: name });
      await Promise.all(overviews.map((overview, i) => overview.hears('state', (told[i] ?? 0) + 1)));
      return atRest();
    };
    /**
     * The least of three measurements, because the renewal of the lease, every three seconds, may fall into
     * one.
     */
    const least = async (name: string) =>
      Math.min(await cost(`${name} a`), await cost(`${name} b`), await cost(`${name} c`));
    await cost('warm');
    const one = await least('one');
    for (let i = 0; i < 9; i++) overviews.push(await open());
    expect(await least('ten')).toBe(one);
  });

  it('send `degraded` once while Redis is away, and `restored` once all meetings are', async () => {
    const { url, redis } = await startOnRedis(cleanup);
    await post(`${url}/api/meetings/m-0/rest`, { message: 'before' });
    const overview = await Member.overview(cleanup, url, ids(5));
    await overview.hears('state', 5);
    await redis.kill();
    await overview.hears('degraded');
    await redis.run();
    await overview.hears('restored');
    // Redis lost all data, so the meeting has not started any more.
    expect(overview.all('state').at(-1)?.data).toMatchObject({ meeting_id: 'm-0', phase: 'not_started' });
    expect(overview.frames.map(({ event }) => event).slice(6)).toEqual(['degraded', 'state', 'restored']);
    expect(overview.source.readyState).toBe(EventSource.OPEN);
  });

  it('end with a goodbye on a process without Redis, and reconnect', async () => {
    const { url, redis } = await startOnRedis(cleanup);
    await redis.kill();
    await until('the loss', async () => (await get(`${url}/health`)).body['redis'] === 'disconnected');
    const stream = await RawStream.at(cleanup, `${url}/api/sse/overview?meeting_id=one`);
    await until('the end', () => stream.ended);
    expect([stream.response.status, stream.text]).toEqual([
      200,
      expect.stringMatching(
        /^event: goodbye\nretry: \d+\ndata: \{"reason":"store_unavailable","reconnect":true/,
      ),
    ]);
  });
});

describe('the permissions for an overview', () => {
  const cleanup = new Cleanup();
  const KEY = 'first-key-0123456789abcdef';
  const headers = { 'x-api-key': KEY };
  let clock: ManualClock;
  let url: string;

  beforeEach(async () => {
    clock = new ManualClock();
    const env = {
      LEADER_AUTH: 'key',
      LEADER_API_KEYS: KEY,
      MEMBER_AUTH: 'token',
      MEMBER_TOKEN_SECRETS: 'the-secret-that-signs-0123456789abcdef',
    };
    ({ url } = await startApp(cleanup, env, clock));
  });

  const mint = async (meeting: string, body = {}) =>
    String((await call('POST', `${url}/api/meetings/${meeting}/tokens`, body, headers)).body['token']);
  const paths = (...meetings: string[]) => [
    `/api/meetings?${query('id', meetings)}`,
    `/api/sse/overview?${query('meeting_id', meetings)}`,
  ];
  const status = async (path: string, secret?: string) => {
    const given: Record<string, string> = secret === undefined ? {} : { authorization: `Bearer ${secret}` };
    return (await RawStream.at(cleanup, url + path, given)).response.status;
  };

  it('are those for each meeting: one unreadable meeting refuses the call', async () => {
    const token = await mint('mine');
    for (const path of paths('mine')) expect([path, await status(path, token)]).toEqual([path, 200]);
    for (const path of [...paths('mine', 'yours'), ...paths('yours', 'mine')]) {
      expect([path, await status(path, token)]).toEqual([path, 401]);
      expect([path, await status(path)]).toEqual([path, 401]);
      expect([path, await status(path, KEY)]).toEqual([path, 200]);
    }
  });

  it("must be a leader's for the fields that only leaders see", async () => {
    const [member, leader] = [await mint('mine'), await mint('mine', { role: 'leader' })];
    for (const path of paths('mine')) {
      expect([path, await status(`${path}&role=leader`, member)]).toEqual([path, 403]);
      expect([path, await status(`${path}&role=leader`, leader)]).toEqual([path, 200]);
    }
  });

  it('end when the token expires', async () => {
    const token = await mint('mine', { ttl_seconds: 600 });
    const overview = await Member.overview(cleanup, url, ['mine'], `&token=${token}`);
    await overview.hears('state');
    clock.pass(540_000);
    await overview.hears('token_expiring');
    clock.pass(60_000);
    expect((await overview.hears('goodbye')).data).toMatchObject({ reason: 'expired' });
  });
});

describe('the limits for overviews', () => {
  const cleanup = new Cleanup();

  it("are those for streams, but overviews do not count against a meeting's limit", async () => {
    const { url } = await startApp(cleanup, { MAX_STREAMS: '2', MAX_STREAMS_PER_MEETING: '1' });
    await Member.overview(cleanup, url, ['one', 'two']);
    await Member.join(cleanup, url, 'one');
    const stream = await RawStream.at(cleanup, `${url}/api/sse/overview?meeting_id=three`);
    await stream.contains('"reason":"overloaded"');
  });
});
