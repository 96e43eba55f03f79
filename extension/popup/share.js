/** How people without the extension join: a link to copy and a QR code. */
import { qrCode } from '../shared/qr.js';

/** The empty margin around the QR code, in modules, that readers need. */
const QUIET = 4;

/** @returns {Part} */
export function newShare() {
  const [summary, label, copied] = [
    make('summary'),
    make('label', { for: 'link' }),
    make('span', { class: 'soft', role: 'status' }),
  ];
  const field = make('input', { id: 'link', readonly: '' });
  field.addEventListener('focus', () => field.select());
  const copy = makeButton({ id: 'copy' }, async () => {
    field.focus();
    const isCopied = await navigator.clipboard.writeText(field.value).then(
      () => true,
      () => false,
    );
    say(copied, isCopied ? 'copied' : 'copy_by_hand');
  });
  const picture = make('div');
  const element = make(
    'details',
    { class: 'part', id: 'share' },
    summary,
    make('div', { class: 'field' }, label, make('div', { class: 'inline' }, field, copy)),
    copied,
    picture,
  );
  return {
    element,
    draw({ link, role, connection }) {
      element.hidden = !link || role !== 'leader' || connection === 'refused';
      say(summary, 'share');
      say(label, 'member_link');
      say(copy, 'copy');
      if (link && field.value !== link) {
        picture.replaceChildren(...drawing(link));
        field.value = link;
      }
      picture.querySelector('svg')?.setAttribute('aria-label', t('qr'));
    },
  };
}

/** @param {string} link @returns {Element[]} none when the link is too long for a code */
function drawing(link) {
  const rows = qrCode(link);
  if (!rows) return [];
  const dark = rows.flatMap((row, y) => row.map((on, x) => (on ? `M${x + QUIET} ${y + QUIET}h1v1h-1z` : '')));
  const side = rows.length + 2 * QUIET;
  const svg = document.createElementNS(SVG, 'svg');
  const attributes = {
    viewBox: `0 0 ${side} ${side}`,
    class: 'qr',
    role: 'img',
    'shape-rendering': 'crispEdges',
  };
  for (const [name, value] of Object.entries(attributes)) svg.setAttribute(name, value);
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', dark.join(''));
  svg.append(path);
  return [svg];
}
