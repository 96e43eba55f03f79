/** Chimes when it is asked to, and answers when that is over. */
import { chime } from './chime.js';

chrome.runtime.onMessage.addListener((message, _, answer) => {
  if (message.type !== 'chime') return undefined;
  void chime().then(() => answer(true));
  return true;
});
