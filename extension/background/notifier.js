/** A notification and a chime for each break, for people who do not look at the meeting. */
import { chime } from '../offscreen/chime.js';
import { fill, readTexts } from '../texts.js';

const OFFSCREEN = 'offscreen/offscreen.html';

const BASIC = /** @type {const} */ ({ type: 'basic', iconUrl: chrome.runtime.getURL('icons/128.png') });

/** The identifier of a break's notification. @param {string} restId */
export const idOf = (restId) => `rest ${restId}`;

/**
 * @param {import('../messages.js').Rest} rest
 * @param {import('../messages.js').Settings} settings
 * @param {import('../messages.js').Language} language
 */
export async function notifyBreak(rest, settings, language) {
  if (settings.chime) void playChime();
  if (!settings.notify) return;
  // Reusing the id replaces the notification. It has no buttons, because Firefox does not support them.
  await chrome.notifications.create(idOf(rest.rest_id), { ...BASIC, ...(await wordsOf(rest, language)) });
}

/**
 * Changes the words of a notification that is still there, without another alert. Firefox cannot do that.
 * @param {import('../messages.js').Rest} rest
 * @param {import('../messages.js').Language} language
 */
export async function updateNotification(rest, language) {
  await chrome.notifications.update?.(idOf(rest.rest_id), await wordsOf(rest, language));
}

/** @param {import('../messages.js').Rest} rest @param {import('../messages.js').Language} language */
async function wordsOf(rest, language) {
  const texts = await readTexts(language);
  const isDefault = rest.message_code === 'default';
  const until = rest.ends_at && new Date(rest.ends_at).toLocaleTimeString(language, { timeStyle: 'short' });
  return {
    title: isDefault ? fill(texts, 'default_message') : rest.message,
    message: until ? fill(texts, 'until', { time: until }) : fill(texts, 'no_end'),
  };
}

/**
 * An announcement as a silent notification, for people who do not see the meeting.
 * @param {string} id
 * @param {string} message
 * @param {import('../messages.js').Settings} settings
 * @param {import('../messages.js').Language} language
 */
export async function notifyAnnouncement(id, message, settings, language) {
  if (!settings.notify) return;
  const title = fill(await readTexts(language), 'announcement');
  await chrome.notifications.create(`announcement ${id}`, { ...BASIC, title, message, silent: true });
}

/** @param {string} restId */
export function clearNotification(restId) {
  void chrome.notifications.clear(idOf(restId));
}

/**
 * A service worker cannot play sound, so Chromium needs an offscreen document. In Firefox the background is a
 * page.
 */
async function playChime() {
  if (!('offscreen' in chrome)) return chime();
  // An earlier life of the background may have left a document.
  if (!(await chrome.offscreen.hasDocument()))
    await chrome.offscreen.createDocument({
      url: OFFSCREEN,
      reasons: [chrome.offscreen.Reason.AUDIO_PLAYBACK],
      justification: 'A chime when a break begins',
    });
  await chrome.runtime.sendMessage({ type: 'chime' });
  await chrome.offscreen.closeDocument();
}
