import { describe, expect, it } from '@jest/globals';
import { call } from '../support/api.js';
import { startApp } from '../support/app.js';
import { Cleanup } from '../support/cleanup.js';
import { ConsolePages, online, press, sees } from '../support/console-pages.js';

const KEY = 'first-key-0123456789abcdef';
const settings = {
  LEADER_AUTH: 'key',
  LEADER_API_KEYS: KEY,
  MEMBER_AUTH: 'token',
  MEMBER_TOKEN_SECRETS: 'the-secret-that-signs-0123456789abcdef',
};

describe('the console of a service that is not open', () => {
  const cleanup = new Cleanup();
  const pages = new ConsolePages();

  it('gives the meeting to the leader who starts it, and keeps it over a reload', async () => {
    const { url } = await startApp(cleanup, { LEADER_AUTH: 'claim' });
    const leader = await pages.leader(url, 'abc');
    await press(leader, 'Start the meeting');
    await leader.locator('#end').waitFor();
    await leader.reload();
    await online(leader);
    await press(leader, '5 min');
    await leader.getByRole('timer').waitFor();
    expect((await call('POST', `${url}/api/meetings/abc/rest`)).status).toBe(401);
  });

  it('lets in a leader and a member with the tokens in their links, which do not stay there', async () => {
    const { url } = await startApp(cleanup, settings);
    const link = async (page: string, role: string) => {
      const { body } = await call('POST', `${url}/api/meetings/abc/tokens`, { role }, { 'x-api-key': KEY });
      return `${url}/${page}/abc#token=${String(body['token'])}`;
    };
    const leader = await online(await pages.open(await link('console', 'leader')));
    const member = await online(await pages.open(await link('m', 'member')));
    expect([leader.url(), member.url()]).toEqual([`${url}/console/abc`, `${url}/m/abc`]);
    await press(leader, '5 min');
    await sees(member, 'Break');
    await member.reload();
    await online(member);
  });
});
