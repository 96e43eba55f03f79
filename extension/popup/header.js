/** The top line: the name, the connection and a link to the settings. */

/** @returns {Part} */
export function newHeader() {
  const title = make('h1', { lang: 'ja' }, '休憩');
  const light = make('p', { class: 'light', role: 'status' });
  const settings = makeButton({ id: 'settings' }, () => void chrome.runtime.openOptionsPage());
  return {
    element: make('header', { class: 'header' }, title, light, settings),
    draw({ connection, degraded, meeting }) {
      light.hidden = !meeting;
      light.dataset['state'] = connection;
      write(light, t(connection === 'none' ? 'not_following' : degraded ? 'degraded' : connection));
      say(settings, 'settings');
    },
  };
}
