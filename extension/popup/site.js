/** Asks for the permission to show breaks over the meeting service in this tab, if it is needed. */
import { siteOf } from '../sites.js';

/** The manifest grants this permission from the start, but users can revoke it. */
const MEET = { name: 'Google Meet', origins: ['https://meet.google.com/*'] };

/** @param {string | undefined} address of the tab @returns {Part} */
export function newSite(address) {
  const site = address?.startsWith('https://meet.google.com/') ? MEET : siteOf(address ?? '');
  const note = make('p');
  const allow = makeButton({ id: 'allow' }, async () => {
    if (site && (await chrome.permissions.request({ origins: site.origins }))) isMissing = false;
  });
  let isMissing = false;
  if (site)
    void chrome.permissions
      .contains({ origins: site.origins })
      .then((isThere) => void (isMissing = !isThere));
  return {
    element: make('section', { class: 'part' }, note, make('div', { class: 'row' }, allow)),
    draw({ server }) {
      /** @type {HTMLElement} */ (note.parentElement).hidden = !isMissing || !server;
      say(note, 'site_note', { site: site?.name ?? '' });
      say(allow, 'site_allow');
    },
  };
}
