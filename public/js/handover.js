/**
 * "Lead from another device": shows a link and its QR code that give the right to lead, once and for a
 * minute. Loaded on demand.
 */
import { askForCode, kindOfCredentials } from './credentials.js';
import { element } from './dom.js';
import { say, saying } from './i18n.js';
import { now } from './live.js';
import { meetingId } from './place.js';
import { drawQr } from './qr-drawing.js';

const TICK_MS = 250;

/** @typedef {keyof import('./i18n.js').Texts} Text */

/** @param {string} base the URL under which other devices reach the service, with a `/` at its end */
export async function showHandover(base) {
  const title = named('h2', 'handover', 'handover-title');
  const qr = element('div', { class: 'qr' });
  const link = element('input', { id: 'handover-link', readonly: '' });
  const label = saying('label', 'handover_link');
  label.setAttribute('for', link.id);
  const field = element('div', { class: 'field' }, label, link);
  const [note, left] = [element('p'), element('p', { class: 'soft' })];
  const [close, again] = [named('button', 'close'), named('button', 'new_code')];
  const buttons = element('div', { class: 'row' }, close, again);
  const attributes = { class: 'handover', 'aria-labelledby': title.id };
  const dialog = element('dialog', attributes, title, qr, field, note, left, buttons);

  /** When the code expires, by the server's clock. */
  let endsAt = NaN;
  const tick = () => {
    const seconds = Math.ceil((endsAt - now()) / 1000);
    const isOver = seconds <= 0;
    qr.toggleAttribute('data-over', isOver);
    again.className = isOver ? 'main' : '';
    if (endsAt) say(left, isOver ? 'code_late' : 'code_left', { seconds });
  };
  const make = async () => {
    const { code, expires_at, problem, isFree } = await codeOf();
    endsAt = code ? Date.parse(expires_at) : NaN;
    link.value = `${base}console/${meetingId}${code ? `#code=${code}` : ''}`;
    qr.replaceChildren(...(code || isFree ? drawQr(link.value, 'handover_qr') : []));
    say(note, problem);
    again.hidden = !code;
    field.hidden = !code && !isFree;
    left.hidden = !code;
    tick();
  };
  const timer = setInterval(tick, TICK_MS);
  dialog.addEventListener('close', () => {
    clearInterval(timer);
    dialog.remove();
  });
  link.addEventListener('focus', () => link.select());
  close.addEventListener('click', () => dialog.close());
  again.addEventListener('click', () => void make());
  await make();
  document.body.append(dialog);
  dialog.showModal();
  close.focus();
}

/**
 * A code, or the text to show in its place: where anyone may lead, or where a key is typed, the link alone is
 * enough.
 */
async function codeOf() {
  const answer = await askForCode();
  if (answer?.ok) return { ...(await answer.json()), problem: /** @type {Text} */ ('handover_once') };
  const isFree = answer?.status === 409;
  const asked = kindOfCredentials() === 'key' ? 'handover_key' : 'handover_open';
  const refused = answer?.status === 401 ? 'problem_unauthorized' : 'problem_unreachable';
  return { isFree, problem: /** @type {Text} */ (isFree ? asked : refused) };
}

/** @param {'h2' | 'button'} tag @param {Text} text @param {string} [id] */
const named = (tag, text, id = '') => Object.assign(saying(tag, text), { id });
