import { describe, expect, it } from '@jest/globals';
import { get, post } from '../support/api.js';
import { Cleanup } from '../support/cleanup.js';
import { Member } from '../support/member.js';
import { startTwoProcesses } from '../support/service.js';

describe('two processes on one Redis', () => {
  const cleanup = new Cleanup();

  async function two(): Promise<[string, string]> {
    const { one, other } = await startTwoProcesses(cleanup);
    return [one.url, other.url];
  }

  it('deliver on one what a leader calls on the other, under the same ids', async () => {
    const [one, other] = await two();
    const members = await Promise.all([one, other].map((url) => Member.join(cleanup, url, 'abc')));
    await post(`${one}/api/meetings/abc/rest`, { message: 'from one' });
    await post(`${other}/api/meetings/abc/rest`, { message: 'from the other' });
    const last = await Promise.all(members.map((member) => member.hears('message', 2)));
    expect(members.map(({ breaks }) => breaks)).toEqual(Array(2).fill(['from one', 'from the other']));
    expect(last[0]?.cursor).toBe(last[1]?.cursor);
    expect((await get(`${other}/api/meetings/abc/status`)).body['rest_flg']).toBe(true);
  });

  it('keep one order for two leaders who call at once, the same for every member', async () => {
    const [one, other] = await two();
    const members = await Promise.all([one, other].map((url) => Member.join(cleanup, url, 'abc')));
    const statuses: number[] = [];
    // Each leader waits for the answer, as people do. Forty calls that wait for one another can take longer
    // than the time that the API has for each, if a machine is so busy that a round trip to Redis takes 10
    // ms.
    const lead = async (url: string, name: string) => {
      for (let i = 0; i < 20; i++)
        statuses.push((await post(`${url}/api/meetings/abc/rest`, { message: `${name} ${i}` })).status);
    };
    await Promise.all([lead(one, 'one'), lead(other, 'other')]);
    expect(statuses).toEqual(Array(40).fill(200));
    await Promise.all(members.map((member) => member.hears('message', 40)));
    const [here, there] = members.map(({ notices }) => notices.map(({ cursor, event }) => [cursor, event]));
    expect(here).toEqual(there);
    expect(new Set(members[0]?.breaks).size).toBe(40);
  });
});
