/** What a member says about a break: seen (by itself), away, back. */
import { attempt } from './attempt.js';
import { commands } from './commands.js';
import { byId, input } from './dom.js';
import { clientId } from './identity.js';
import { keep, kept } from './keep.js';
import { onChange, showsBreak } from './live.js';

/** @typedef {'seen' | 'away' | 'back'} Status */

/** The break that is answered to, the last one there was, and what was said. */
let restId = '';
/** @type {Status | undefined} */
let said;
/** @type {import('./live.js').Known['phase']} */
let meetingPhase = 'not_started';

export function showAnswers() {
  const name = input('name');
  name.value = kept('name');
  name.addEventListener('change', () => {
    keep('name', typedName());
    if (said) void attempt(acknowledgement(said, typedName()));
  });
  for (const status of /** @type {const} */ (['away', 'back']))
    byId(status).addEventListener('click', async () => {
      if (!(await attempt(acknowledgement(status)))) return;
      say(status);
      keep('answer', `${restId} ${status}`);
    });
  onChange(({ phase, rest }) => {
    if (rest && rest.rest_id !== restId) {
      restId = rest.rest_id;
      // A reload is no reason to take an answer back.
      const [answered, status] = kept('answer').split(' ');
      say(answered === restId ? /** @type {Status} */ (status) : undefined);
    }
    meetingPhase = phase;
    showButtons();
    see();
  });
  document.addEventListener('visibilitychange', see);
}

/** A break in a tab that nobody looks at is not seen. */
function see() {
  if (said || !restId || byId('answers').hidden || document.hidden) return;
  say('seen');
  showsBreak({ name: typedName() || undefined });
}

/** @param {Status | undefined} status */
function say(status) {
  said = status;
  showButtons();
}

function showButtons() {
  // Who went away may still come back after the break.
  byId('answers').hidden = !(
    meetingPhase === 'on_break' ||
    (meetingPhase === 'in_progress' && said === 'away')
  );
  for (const id of ['away', 'back']) byId(id).setAttribute('aria-pressed', String(said === id));
}

const typedName = () => input('name').value.trim();

/** Without a name leaders keep the one they have; an empty one takes it back. @param {Status} status @param {string} [name] */
function acknowledgement(status, name = typedName() || undefined) {
  return commands.acknowledge({ client_id: clientId, status, rest_id: restId, name });
}
