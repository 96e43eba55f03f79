/** Keyboard shortcuts for leaders. They can be switched off, because not every key press is on purpose. */
import { byId, element, input } from './dom.js';
import { askToEnd } from './end-meeting.js';
import { saying } from './i18n.js';
import { store, stored } from './storage.js';

/** @typedef {import('./i18n.js').Texts} Texts */

/** The key, its description, and the id of its button. @type {[string, keyof Texts, string][]} */
const KEYS = [
  ['s', 'start', 'start'],
  ['1', 'key_5', 'rest-5'],
  ['2', 'key_10', 'rest-10'],
  ['3', 'key_15', 'rest-15'],
  ['0', 'key_open', 'rest-open'],
  ['+', 'longer_1', 'longer-1'],
  ['e', 'resume', 'resume'],
  ['z', 'snooze', 'snooze'],
  ['u', 'undo', 'undo'],
];

export function showShortcuts() {
  /** @type {[string, keyof Texts, () => void][]} */
  const shortcuts = [
    ...KEYS.map(([key, text, id]) => /** @type {typeof shortcuts[number]} */ ([key, text, () => press(id)])),
    ['m', 'message_field', () => byId('message-text').focus()],
    ['x', 'end', () => byId('end').checkVisibility() && askToEnd()],
  ];
  byId('keys').append(
    ...shortcuts.map(([key, text]) => element('li', {}, element('kbd', {}, key), saying('span', text))),
  );
  const enabled = input('keys-enabled');
  enabled.checked = stored('shortcuts', 'on') === 'on';
  enabled.addEventListener('change', () => store('shortcuts', enabled.checked ? 'on' : 'off'));
  document.addEventListener('keydown', (event) => {
    if (
      !enabled.checked ||
      isTyping(event) ||
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      event.repeat ||
      event.isComposing
    )
      return;
    const shortcut = shortcuts.find(([key]) => key === event.key.toLowerCase());
    if (!shortcut) return;
    event.preventDefault();
    shortcut[2]();
  });
}

/** Presses a button, unless it is hidden. @param {string} id */
function press(id) {
  const target = byId(id);
  if (target.checkVisibility()) target.click();
}

/** @param {KeyboardEvent} event */
function isTyping({ target }) {
  if (document.querySelector('dialog[open]')) return true;
  return target instanceof HTMLElement && target.matches('input:not([type=checkbox]), select, textarea');
}
