/**
 * Announcements: a leader's text to all members without a break. The leader's page sends them, members' pages
 * show them.
 */
import { speak } from './announcer.js';
import { attempt } from './attempt.js';
import { commands } from './commands.js';
import { byId, input } from './dom.js';
import { complain } from './field-problem.js';
import { say, t } from './i18n.js';
import { now, onChange, onTick } from './live.js';

/**
 * An announcement stays on the page for this long, in milliseconds, so that people who come back to the page
 * can read it.
 */
const SHOWN_MS = 600_000;

export function showAnnouncing() {
  const manner = { place: 'announce-problem', fields: { message: 'announcement-text' } };
  byId('announce').addEventListener('submit', async (event) => {
    event.preventDefault();
    const field = input('announcement-text');
    say(byId('announced'), '');
    if (!field.value.trim()) return complain('announcement-text', 'announcement_empty');
    if (!(await attempt(commands.announce(field.value), manner))) return;
    field.value = '';
    say(byId('announced'), 'announced');
  });
  onChange(({ phase }) => {
    byId('announce-section').hidden = phase === 'not_started';
  });
}

export function showAnnouncement() {
  const place = byId('announcement');
  let shownUntil = 0;
  let isNew = false;
  onChange(({ phase }, name, frame) => {
    if (name === 'announcement' && frame) {
      shownUntil = Date.parse(frame['timestamp']) + SHOWN_MS;
      place.textContent = String(frame['message']);
      isNew = true;
    }
    if (phase === 'not_started') shownUntil = 0;
  });
  onTick(() => {
    place.hidden = now() > shownUntil;
    if (isNew && !place.hidden) speak(t('n_announcement', { message: place.textContent }));
    isNew = false;
  });
}
