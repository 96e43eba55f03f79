/** Plays the chime on request, and answers when it has ended. */
import { chime } from './chime.js';

chrome.runtime.onMessage.addListener((message, _, answer) => {
  if (message.type !== 'chime') return undefined;
  void chime().then(() => answer(true));
  return true;
});
