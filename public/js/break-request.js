/** A member's anonymous request for a break, once in each stretch of work. */
import { attempt } from './attempt.js';
import { commands } from './commands.js';
import { byId } from './dom.js';
import { say } from './i18n.js';
import { clientId } from './identity.js';
import { onChange } from './live.js';

export function showBreakRequest() {
  const ask = byId('ask');
  let wasAsked = false;
  const isAsked = (/** @type {boolean} */ asked) => {
    wasAsked = byId('ask-note').hidden = asked;
    // Not `disabled`, which would move the focus away from the button.
    ask.setAttribute('aria-disabled', String(asked));
    say(byId('asked'), asked ? 'asked' : '');
  };
  ask.addEventListener('click', async () => {
    if (!wasAsked) isAsked(await attempt(commands.requestBreak(clientId)));
  });
  onChange(({ phase }, name) => {
    byId('asking').hidden = phase !== 'in_progress';
    if (name === 'rest_ended' || name === 'meeting_started') isAsked(false);
  });
}
