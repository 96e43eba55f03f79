/**
 * A member's anonymous request: for a break, once in each stretch of work, or for more time, once for each
 * end of a break.
 */
import { attempt } from './attempt.js';
import { commands } from './commands.js';
import { byId } from './dom.js';
import { say } from './i18n.js';
import { clientId } from './identity.js';
import { onChange } from './live.js';

/** Notices after which a member may ask again. */
const ANEW = ['message', 'rest_ended', 'rest_extended', 'meeting_started', 'undone'];

export function showBreakRequest() {
  const ask = byId('ask');
  let wasAsked = false;
  /** @type {'break' | 'more_time'} */
  let kind = 'break';
  const isAsked = (/** @type {boolean} */ asked) => {
    wasAsked = byId('ask-note').hidden = asked;
    // Not `disabled`, which would move the focus away from the button.
    ask.setAttribute('aria-disabled', String(asked));
    say(byId('asked'), asked ? 'asked' : '');
  };
  ask.addEventListener('click', async () => {
    if (!wasAsked) isAsked(await attempt(commands.requestBreak(clientId, kind)));
  });
  onChange(({ phase, rest }, name) => {
    const isTimed = phase === 'on_break' && rest?.ends_at;
    byId('asking').hidden = phase !== 'in_progress' && !isTimed;
    kind = isTimed ? 'more_time' : 'break';
    say(ask, isTimed ? 'ask_more' : 'ask');
    if (ANEW.includes(String(name))) isAsked(false);
  });
}
