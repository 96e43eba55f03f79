/** A notification and a chime for each break: for those who look elsewhere. */
import { chime } from '../offscreen/chime.js';
import { fill, readTexts } from '../texts.js';

const OFFSCREEN = 'offscreen/offscreen.html';

const BASIC = /** @type {const} */ ({ type: 'basic', iconUrl: chrome.runtime.getURL('icons/128.png') });

/** @param {string} restId */
const idOf = (restId) => `rest ${restId}`;

/**
 * @param {import('../messages.js').Rest} rest
 * @param {import('../messages.js').Settings} settings
 * @param {import('../messages.js').Language} language
 */
export async function announce(rest, settings, language) {
  if (settings.chime) void playChime();
  if (!settings.notify) return;
  const texts = await readTexts(language);
  const isDefault = rest.message_code === 'default';
  const until = rest.ends_at && new Date(rest.ends_at).toLocaleTimeString(language, { timeStyle: 'short' });
  // The same id replaces the same notification. No buttons: Firefox has none.
  await chrome.notifications.create(idOf(rest.rest_id), {
    ...BASIC,
    title: isDefault ? fill(texts, 'default_message') : rest.message,
    message: until ? fill(texts, 'until', { time: until }) : fill(texts, 'no_end'),
  });
}

/**
 * An announcement: quietly, for those who do not see the meeting.
 * @param {string} id
 * @param {string} message
 * @param {import('../messages.js').Settings} settings
 * @param {import('../messages.js').Language} language
 */
export async function pass(id, message, settings, language) {
  if (!settings.notify) return;
  const title = fill(await readTexts(language), 'announcement');
  await chrome.notifications.create(`announcement ${id}`, { ...BASIC, title, message, silent: true });
}

/** @param {string} restId */
export function withdraw(restId) {
  void chrome.notifications.clear(idOf(restId));
}

/** A worker cannot play sound, so Chromium has offscreen documents; Firefox' background is a page. */
async function playChime() {
  if (!('offscreen' in chrome)) return chime();
  // Of an earlier life of the background there may be one.
  if (!(await chrome.offscreen.hasDocument()))
    await chrome.offscreen.createDocument({
      url: OFFSCREEN,
      reasons: [chrome.offscreen.Reason.AUDIO_PLAYBACK],
      justification: 'A chime when a break begins',
    });
  await chrome.runtime.sendMessage({ type: 'chime' });
  await chrome.offscreen.closeDocument();
}
