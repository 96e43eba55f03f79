/** Asks for the right to show breaks over the meeting service in this tab, where that needs one. */
import { siteOf } from '../sites.js';

/** @param {string | undefined} address of the tab @returns {Part} */
export function newSite(address) {
  const site = siteOf(address ?? '');
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
