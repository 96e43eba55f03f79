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
  /** The stretch of work, or the break and its end, in which a request counts once. */
  let round = '';
  ask.addEventListener('click', async () => {
    if (wasAsked) return;
    const asked = round;
    const isDone = await attempt(commands.requestBreak(clientId, kind));
    if (isDone && asked === round) isAsked(true);
  });
  onChange(({ phase, rest, working_since }) => {
    const isTimed = phase === 'on_break' && rest?.ends_at;
    byId('asking').hidden = phase !== 'in_progress' && !isTimed;
    kind = isTimed ? 'more_time' : 'break';
    say(ask, isTimed ? 'ask_more' : 'ask');
    const present = rest ? `${rest.rest_id} ${rest.ends_at}` : `${working_since}`;
    if (present !== round) isAsked(false);
    round = present;
  });
}
