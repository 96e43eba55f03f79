import { describe, expect, it } from '@jest/globals';
import { SignJWT } from 'jose';
import { startApp } from '../support/app.js';
import { Cleanup } from '../support/cleanup.js';

const KEY = 'first-key-0123456789abcdef';
const SECRET = 'the-secret-that-signs-0123456789abcdef';
const byKey = { LEADER_AUTH: 'key', LEADER_API_KEYS: KEY };
const byToken = { MEMBER_AUTH: 'token', MEMBER_TOKEN_SECRETS: SECRET };

/** Who may call each operation. `issuer`: a leader, but not one with a token. */
const rights: Readonly<Record<string, 'leader' | 'issuer' | 'member' | 'anyone'>> = {
  startMeeting: 'leader',
  callBreak: 'leader',
  resumeMeeting: 'leader',
  extendBreak: 'leader',
  sendAnnouncement: 'leader',
  endMeeting: 'leader',
  undoCommand: 'leader',
  setSchedule: 'leader',
  removeSchedule: 'leader',
  snoozeSchedule: 'leader',
  skipSchedule: 'leader',
  getRoster: 'leader',
  issueCode: 'leader',
  issueToken: 'issuer',
  acknowledgeBreak: 'member',
  requestBreak: 'member',
  getMeetings: 'member',
  getMeeting: 'member',
  getStatus: 'member',
  listNotices: 'member',
  getHistory: 'member',
  getCalendar: 'member',
  openEventStream: 'member',
  openOverview: 'member',
  redeemCode: 'anyone',
  getHealth: 'anyone',
  getLiveness: 'anyone',
  getReadiness: 'anyone',
  getStartup: 'anyone',
  getTime: 'anyone',
};

interface Operation {
  readonly name: string;
  readonly method: string;
  readonly path: string;
}

async function operationsOf(url: string): Promise<Operation[]> {
  const { paths } = (await (await fetch(`${url}/docs-json`)).json()) as {
    paths: Record<string, Record<string, { operationId: string }>>;
  };
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, { operationId }]) => ({
      name: operationId,
      method: method.toUpperCase(),
      path: path.replace('{meeting_id}', 'abc'),
    })),
  );
}

/** `refused`: 401, the caller is unknown; `forbidden`: 403; `admitted`: any other answer. */
async function outcome(url: string, { method, path }: Operation, secret?: string): Promise<string> {
  const headers = new Headers(secret === undefined ? {} : { authorization: `Bearer ${secret}` });
  // Routes for several meetings take them from the query.
  const answer = await fetch(`${url}${path}?meeting_id=abc&id=abc`, { method, headers });
  await answer.body?.cancel();
  return { 401: 'refused', 403: 'forbidden' }[answer.status] ?? 'admitted';
}

const tokenOf = (role: 'leader' | 'member'): Promise<string> =>
  new SignJWT({ meeting_id: 'abc', role })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime('1h')
    .sign(Buffer.from(SECRET));

describe('the rights of each operation', () => {
  const cleanup = new Cleanup();

  it('are known for every operation of the API document', async () => {
    const { url } = await startApp(cleanup);
    const names = (await operationsOf(url)).map(({ name }) => name);
    expect(names.sort()).toEqual(Object.keys(rights).sort());
  });

  it("admit everybody to members' operations, and a key to leaders', with LEADER_AUTH=key", async () => {
    const { url } = await startApp(cleanup, byKey);
    for (const operation of await operationsOf(url)) {
      const right = rights[operation.name] ?? '';
      const isOpen = ['member', 'anyone'].includes(right);
      const outcomes = [await outcome(url, operation), await outcome(url, operation, KEY)];
      expect([operation.name, outcomes]).toEqual([
        operation.name,
        [isOpen ? 'admitted' : 'refused', 'admitted'],
      ]);
    }
  });

  it('admit by token and key, with MEMBER_AUTH=token in addition', async () => {
    const { url } = await startApp(cleanup, { ...byKey, ...byToken });
    const [member, leader] = [await tokenOf('member'), await tokenOf('leader')];
    const expected = {
      //        nobody known, a member's token, a leader's token, a key
      anyone: ['admitted', 'admitted', 'admitted', 'admitted'],
      member: ['refused', 'admitted', 'admitted', 'admitted'],
      leader: ['refused', 'forbidden', 'admitted', 'admitted'],
      issuer: ['refused', 'forbidden', 'forbidden', 'admitted'],
    };
    for (const operation of await operationsOf(url)) {
      const outcomes = [];
      for (const secret of [undefined, member, leader, KEY])
        outcomes.push(await outcome(url, operation, secret));
      const right = rights[operation.name] ?? 'anyone';
      expect([operation.name, outcomes]).toEqual([operation.name, expected[right]]);
    }
  });
});
