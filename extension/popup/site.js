/** Asks for the right to show breaks over the meeting service in this tab, where that needs one. */
import { siteOf } from '../sites.js';

/** In the manifest, so the right is there from the start; but browsers let people take it back. */
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
