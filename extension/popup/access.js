/** Asks for the permission to reach the server, if the server may not answer without it (`CORS_ORIGINS`). */
import { serverOrigins } from '../sites.js';

/** A server that answers does so sooner, and then nothing needs to be asked. */
const ANSWERS_MS = 2000;

/** @returns {Part} */
export function newAccess() {
  const note = make('p');
  const allow = makeButton({ id: 'allow-server' }, async () => {
    if (await chrome.permissions.request({ origins })) isMissing = false;
  });
  const element = make('section', { class: 'part' }, note, make('div', { class: 'row' }, allow));
  /** @type {string[]} */
  let origins = [];
  let asked = '';
  let isMissing = false;
  /** Since when the server has not answered. */
  let since = Infinity;

  /** @param {string} server */
  async function look(server) {
    asked = server;
    origins = serverOrigins(server);
    isMissing = server !== '' && !(await chrome.permissions.contains({ origins }));
  }

  return {
    element,
    draw({ server, connection }) {
      if (server !== asked) void look(server);
      since = connection === 'connecting' ? Math.min(since, Date.now()) : Infinity;
      element.hidden = !isMissing || Date.now() < since + ANSWERS_MS;
      say(note, 'server_allow_note');
      say(allow, 'server_allow');
    },
  };
}
