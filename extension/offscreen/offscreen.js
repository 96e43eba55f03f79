/** Chimes when it is asked to, and answers when that is over. */
import { strike } from './strike.js';

chrome.runtime.onMessage.addListener((message, _, answer) => {
  if (message.type !== 'chime') return undefined;
  void strike().then(() => answer(true));
  return true;
});
