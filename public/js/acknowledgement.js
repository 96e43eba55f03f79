/** A member's answers to a break: seen (sent automatically), away, back. */
import { attempt } from './attempt.js';
import { commands } from './commands.js';
import { byId, input } from './dom.js';
import { clientId } from './identity.js';
import { store, stored } from './storage.js';
import { onChange, showsBreak } from './live.js';

/** @typedef {'seen' | 'away' | 'back'} Status */

/** The last break, and the answer to it. */
let restId = '';
/** @type {Status | undefined} */
let said;
/** The last click on an answer. @type {{ restId: string } | undefined} */
let pressed;
/** @type {import('./live.js').Known['phase']} */
let meetingPhase = 'not_started';

export function showAcknowledgement() {
  const name = input('name');
  name.value = stored('name');
  name.addEventListener('change', () => {
    store('name', typedName());
    if (said) void attempt(acknowledgement(said, typedName()));
  });
  for (const status of /** @type {const} */ (['away', 'back']))
    byId(status).addEventListener('click', async () => {
      // If several answers could not be sent, only the last one is retried.
      const mine = (pressed = { restId });
      const isStillWanted = () => mine === pressed && mine.restId === restId;
      if (!(await attempt(acknowledgement(status), { isStillWanted })) || !isStillWanted()) return;
      say(status);
      store('answer', `${restId} ${status}`);
    });
  let isUndone = false;
  onChange(({ phase, rest }, name) => {
    // The `state` after `undone` has the effect.
    const isTakenBack = isUndone && name === 'state' && !rest;
    if (isTakenBack || phase === 'not_started' || name === 'meeting_started') {
      restId = '';
      said = undefined;
    }
    if (name === 'undone' || name === 'state') isUndone = name === 'undone';
    if (rest && rest.rest_id !== restId) {
      restId = rest.rest_id;
      // The answer must survive a reload of the page.
      const [answered, status] = stored('answer').split(' ');
      say(answered === restId ? /** @type {Status} */ (status) : undefined);
    }
    meetingPhase = phase;
    showButtons();
    see();
  });
  document.addEventListener('visibilitychange', see);
}

/** Sends `seen`, unless the tab is hidden. */
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
  // A member who went away may still come back after the break.
  byId('answers').hidden = !(
    meetingPhase === 'on_break' ||
    (meetingPhase === 'in_progress' && said === 'away')
  );
  for (const id of ['away', 'back']) byId(id).setAttribute('aria-pressed', String(said === id));
}

const typedName = () => input('name').value.trim();

/** `name`: left out = unchanged, empty = removed. @param {Status} status @param {string} [name] */
function acknowledgement(status, name = typedName() || undefined) {
  return commands.acknowledge({ client_id: clientId, status, rest_id: restId, name });
}
