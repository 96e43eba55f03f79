/** The popup: a leader's controls, and a view of the meeting for users without a meeting tab. */
import { newAccess } from './access.js';
import { newCredential } from './credential.js';
import { newEnding } from './ending.js';
import { newHeader } from './header.js';
import { newLead } from './lead.js';
import { newMeeting } from './meeting.js';
import { newPlan } from './plan.js';
import { newShare } from './share.js';
import { newSite } from './site.js';

const TICK_MS = 250;

/** @type {import('../messages.js').State | undefined} */
let state;

const [tab] = await chrome.tabs.query({ active: true, currentWindow: true });
const port = newPort({
  open: () =>
    port.post({ type: 'address', href: tab?.url ?? '', ...(tab?.id === undefined ? {} : { tab: tab.id }) }),
  told(message) {
    if (message.type === 'texts') {
      setTexts(message.language, message.texts);
      document.documentElement.lang = message.language;
    }
    if (message.type === 'state') ({ state } = message);
    draw();
  },
});
const commands = newCommands(port.send);
const stage = newStage();
const calls = newCalls(commands);
const parts = [
  newHeader(),
  newMeeting(commands),
  newAccess(),
  newSite(tab?.url),
  newCredential(commands),
  stage,
  newAnnouncement(),
  newRequests(commands),
  newAnswers(commands),
  calls,
  newMore(commands, calls.message),
  newPeople(),
  newLead(commands),
  newPlan(commands),
  newShare(),
  newEnding(commands),
];
document.head.append(newStyle());
const [header, meeting, ...others] = parts.map(({ element }) => element);
const main = make('main', {}, /** @type {Node} */ (meeting), commands.element, ...others);
// Hidden until the first state: the parts have no texts yet, and a press could hit a control that is about to
// disappear.
main.hidden = true;
document.body.append(/** @type {Node} */ (header), main);

function draw() {
  if (!state) return;
  const focused = document.activeElement;
  const now = viewOf(state, Date.now() + state.offset);
  for (const part of parts) part.draw(state, now);
  // Without a meeting the stage has nothing to show.
  stage.element.hidden = !state.meeting || state.phase === 'unknown';
  commands.draw(state);
  main.hidden = false;
  if (focused && !focused.checkVisibility()) focusNear(focused);
}

/**
 * Moves the focus from a control that has disappeared to the part around it, where a screen reader and the next
 * Tab go on. It does not move to another control, because a second press would then do something else.
 * @param {Element} gone
 */
function focusNear(gone) {
  let near = gone.parentElement;
  while (near && !near.checkVisibility()) near = near.parentElement;
  if (!near) return;
  near.tabIndex = -1;
  near.focus({ preventScroll: true });
}

setInterval(draw, TICK_MS);
port.connect();
