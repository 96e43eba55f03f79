/** The field for the server: asks for the permission, tests the server, and stores it. */
import { isPlain, serverFrom } from '../server-address.js';
import { serverOrigins } from '../sites.js';
import { keep, readKept } from './settings.js';

const TRY_MS = 5000;

/** @param {import('./settings.js').OptionsContext} context @param {(isOther: boolean) => { key?: string }} keyFor */
export function newServer({ settings, managed, saved }, keyFor) {
  const isManaged = managed.has('server');
  const [heading, label, note] = [
    make('h2'),
    make('label', { for: 'server' }),
    make('p', { class: 'soft', id: 'server-note' }),
  ];
  const input = make('input', {
    id: 'server',
    type: 'url',
    autocomplete: 'url',
    placeholder: 'https://kyukei.example.com',
    'aria-describedby': 'server-note',
  });
  input.value = settings.server;
  input.disabled = isManaged;
  const use = make('button', { class: 'main', id: 'use' });
  use.hidden = isManaged;
  const status = make('p', { class: 'status', role: 'status' });
  const plain = make('p', { class: 'soft' });
  const form = make(
    'form',
    { class: 'field' },
    label,
    make('div', { class: 'inline' }, input, use),
    note,
    status,
    plain,
  );
  form.noValidate = true;

  /** @param {TextKey} key */
  function tell(key) {
    say(status, key);
    status.dataset['state'] = ['server_checking', 'server_good'].includes(key) ? 'good' : 'bad';
  }
  const entered = () => serverFrom(input.value, { isPage: true });
  /** Whether the field has another server, which must not get the key of the one before. @param {string} before */
  function isOther(before) {
    const server = entered();
    return before !== '' && (!server || new URL(before).origin !== new URL(server).origin);
  }
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const server = entered();
    input.ariaInvalid = String(server === undefined);
    if (server === undefined) return tell('server_bad');
    // Must come first: a browser shows the question only in direct answer to a press.
    const asked = chrome.permissions.request({ origins: serverOrigins(server) });
    tell('server_checking');
    const isAllowed = await asked.catch(() => false);
    // Another page may have set another server meanwhile.
    const { server: before } = await readKept();
    // Stored at once: neither server may get the key of the other.
    const change = { server, ...keyFor(isOther(before)) };
    input.value = settings.server = server;
    await keep(change);
    saved();
    showPlain();
    const found = await tryServer(server);
    tell(found === 'server_none' && !isAllowed ? 'server_denied' : found);
  });

  function showPlain() {
    plain.hidden = !settings.server || !isPlain(settings.server);
    say(plain, 'server_plain');
  }
  return {
    isOther,
    element: make('section', {}, heading, form),
    draw() {
      say(heading, 'server');
      say(label, 'server_field');
      say(note, isManaged ? 'managed' : 'server_note');
      say(use, 'server_use');
      write(status, '');
      showPlain();
    },
  };
}

/** @param {string} server @returns {Promise<TextKey>} */
async function tryServer(server) {
  const answer = await fetch(`${server}/health`, { signal: AbortSignal.timeout(TRY_MS) }).catch(
    () => undefined,
  );
  if (!answer) return 'server_none';
  const health = await answer.json().catch(() => ({}));
  return ['healthy', 'degraded'].includes(health?.status) ? 'server_good' : 'server_other';
}
