/** The list of meeting services over which breaks may appear. */
import { SITES } from '../sites.js';

export function newSites() {
  const [heading, note] = [make('h2'), make('p', { class: 'soft' })];
  const list = make('ul', { class: 'sites' });
  const draw = async () => {
    say(heading, 'sites');
    say(note, 'sites_note');
    const granted = await Promise.all(SITES.map(({ origins }) => chrome.permissions.contains({ origins })));
    list.replaceChildren(...SITES.map((site, at) => siteLine(site, granted[at] ?? false, () => redraw(at))));
  };
  /** @param {number} at the site whose button was pressed, and is another one then */
  async function redraw(at) {
    await draw();
    list.querySelectorAll('button')[at]?.focus();
  }
  return { element: make('section', {}, heading, note, list), draw };
}

/** @param {import('../sites.js').Site} site @param {boolean} isGranted @param {() => Promise<void>} draw */
function siteLine({ name, origins }, isGranted, draw) {
  const button = makeButton({}, async () => {
    await (isGranted ? chrome.permissions.remove({ origins }) : chrome.permissions.request({ origins }));
    await draw();
  });
  say(button, isGranted ? 'site_remove' : 'site_allow');
  const label = make('span', {}, isGranted ? `${name} (${t('site_on')})` : name);
  button.ariaLabel = `${name}: ${button.textContent}`;
  return make('li', {}, label, button);
}
