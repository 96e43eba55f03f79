/** The meeting's code: found in the tab, remembered, or typed. Shown so that the user can correct it. */
import { meetingFromText } from '../client/meeting-code.js';
import { serverOrigins } from '../sites.js';

/** @param {Commands} commands @returns {Part} */
export function newMeeting({ run }) {
  let isEditing = false;
  /** @type {string | null} */
  let shown = null;
  /** The server that the extension follows; a link of another one is refused. */
  let followed = '';

  const setUp = make('p');
  const open = makeButton({ id: 'set-up' }, () => void chrome.runtime.openOptionsPage());
  const start = make('div', { class: 'suggestion' }, setUp, open);

  const [name, found] = [make('strong', { dir: 'auto' }), make('span', { class: 'soft' })];
  const change = makeButton({ class: 'quiet', id: 'change' }, () => {
    isEditing = !isEditing;
    sayChange();
    if (isEditing) input.value = shown ?? '';
    form.hidden = !isEditing;
    if (isEditing) input.focus();
  });
  const sayChange = () => {
    say(change, isEditing ? 'cancel' : 'change');
    change.ariaExpanded = String(isEditing);
  };
  const leave = makeButton(
    { class: 'quiet', id: 'leave' },
    () => void run({ name: 'follow', meeting: null }),
  );
  const current = make('div', { class: 'row' }, make('div', { class: 'name' }, name, found), change, leave);

  const [hint, label] = [make('p', { class: 'soft' }), make('label', { for: 'code' })];
  const input = make('input', {
    id: 'code',
    autocomplete: 'off',
    spellcheck: 'false',
    autocapitalize: 'none',
  });
  const follow = make('button', { class: 'main', id: 'follow' });
  const form = make('form', { class: 'field' }, hint, label, make('div', { class: 'inline' }, input, follow));
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const text = input.value.trim();
    if (!text) return input.focus();
    askFor(meetingFromText(text).server);
    if (await run({ name: 'follow', meeting: text })) isEditing = false;
  });

  /**
   * Asks for the permission to reach a link's server, which it may need (`CORS_ORIGINS`). Must come first in the
   * press, or the browser does not show the question. Nothing waits for the answer: the server may need none,
   * and the question may close the popup.
   * @param {string | undefined} server
   */
  function askFor(server) {
    if (!server || (followed && followed !== server)) return;
    void chrome.permissions.request({ origins: serverOrigins(server) }).catch(() => undefined);
  }

  return {
    element: make('section', { class: 'part meeting' }, start, current, form),
    draw({ server, meeting, title, found: how, connection, role }) {
      [shown, followed] = [meeting, server];
      // A refused member needs a new link, and no other control helps.
      const needsLink = connection === 'refused' && role === 'member';
      start.hidden = server !== '';
      say(setUp, 'no_server');
      say(open, 'open_settings');
      current.hidden = !server || !meeting;
      write(name, title || meeting || '');
      write(found, how ? [title && meeting, t(`found_${how}`)].filter(Boolean).join(' · ') : '');
      sayChange();
      change.hidden = needsLink;
      say(leave, 'leave');
      form.hidden = server !== '' && meeting !== null && !isEditing && !needsLink;
      hint.hidden = !server || meeting !== null;
      say(hint, 'no_meeting_note');
      say(label, 'follow_field');
      input.placeholder = t('follow_hint');
      say(follow, 'follow');
    },
  };
}
