/** `MEMBER_AUTH=token`: members join with the leader's link, whose token expires during the meeting. */
import { randomBytes } from 'node:crypto';
import { pasteLink, type ExtensionBrowser } from '../browsers.js';
import { wait, type Stage, type StageOptions } from './stage.js';

const KEY = randomBytes(24).toString('hex');
/** Long enough for the first break, in seconds. */
const FIRST_SECONDS = 600;
const SHORT_SECONDS = 5;

/** Makes a new link for each member, who pastes it into the popup. */
async function renew({ leader, world, members }: Stage, ttl_seconds: number): Promise<void> {
  const { body } = await leader.command('/tokens', { ttl_seconds });
  const link = `${world.server}/m/${leader.meeting}#token=${String(body['token'])}`;
  await Promise.all(members.map(({ browser }) => paste(browser, link)));
}

const paste = (browser: ExtensionBrowser, link: string) =>
  browser.inside((popup) => pasteLink(popup, link), 'popup/popup.html');

export const expires = {
  options: (): StageOptions => ({
    env: {
      LEADER_AUTH: 'key',
      LEADER_API_KEYS: KEY,
      MEMBER_AUTH: 'token',
      MEMBER_TOKEN_SECRETS: randomBytes(32).toString('hex'),
    },
    headers: { 'X-API-Key': KEY },
    enter: (stage) => renew(stage, FIRST_SECONDS),
  }),

  /** The token expires, a break is called, and only then the next link arrives. */
  trouble: async (stage: Stage, seconds: number): Promise<number> => {
    await renew(stage, SHORT_SECONDS);
    await wait(SHORT_SECONDS + seconds / 2);
    await stage.leader.rest('during');
    await wait(seconds / 2);
    await renew(stage, FIRST_SECONDS);
    return Date.now();
  },
};
