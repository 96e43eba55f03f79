/** Asking for a break: once per stretch of work, and nobody learns who it was. */
import { attempt } from './attempt.js';
import { commands } from './commands.js';
import { byId } from './dom.js';
import { say } from './i18n.js';
import { clientId } from './identity.js';
import { onChange } from './live.js';

export function showAsk() {
  const ask = byId('ask');
  let wasAsked = false;
  const isAsked = (/** @type {boolean} */ asked) => {
    wasAsked = byId('ask-note').hidden = asked;
    // Not `disabled`: that would take the focus from who pressed it.
    ask.setAttribute('aria-disabled', String(asked));
    say(byId('asked'), asked ? 'asked' : '');
  };
  ask.addEventListener('click', async () => {
    if (!wasAsked) isAsked(await attempt(commands.ask(clientId)));
  });
  onChange(({ phase }, name) => {
    byId('asking').hidden = phase !== 'in_progress';
    if (name === 'rest_ended' || name === 'meeting_started') isAsked(false);
  });
}
