/** Asking for a break: once per stretch of work, and nobody learns who it was. */
import { attempt } from './attempt.js';
import { commands } from './commands.js';
import { button, byId } from './dom.js';
import { say } from './i18n.js';
import { clientId } from './identity.js';
import { onChange } from './live.js';

export function showAsk() {
  const ask = button('ask');
  const isAsked = (/** @type {boolean} */ asked) => {
    ask.disabled = byId('ask-note').hidden = asked;
    say(byId('asked'), asked ? 'asked' : '');
  };
  ask.addEventListener('click', async () => isAsked(await attempt(commands.ask(clientId))));
  onChange(({ phase }, name) => {
    byId('asking').hidden = phase !== 'in_progress';
    if (name === 'rest_ended' || name === 'meeting_started') isAsked(false);
  });
}
