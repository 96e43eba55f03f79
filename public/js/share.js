/** How members come in: a link to copy, a code to photograph. */
import { byId, input } from './dom.js';
import { say } from './i18n.js';
import { meetingId, publicService } from './place.js';
import { qrCode } from './qr.js';

/** Modules of light around the code; readers need them. */
const QUIET = 4;
const SVG = 'http://www.w3.org/2000/svg';

export function showShare() {
  const link = `${publicService}m/${meetingId}`;
  const field = input('member-link');
  field.value = link;
  field.addEventListener('focus', () => field.select());
  byId('copy').addEventListener('click', () => {
    // No clipboard on plain HTTP: then the link is at least marked.
    field.focus();
    const copied = navigator.clipboard
      ? navigator.clipboard.writeText(link)
      : Promise.reject(new Error('none'));
    copied.then(
      () => say(byId('copied'), 'copied'),
      () => say(byId('copied'), 'copy_by_hand'),
    );
  });
  const rows = qrCode(link);
  if (rows) byId('qr').append(drawing(rows));
}

/** @param {readonly (readonly (boolean | undefined)[])[]} rows */
function drawing(rows) {
  const dark = rows.flatMap((row, y) => row.map((on, x) => (on ? `M${x + QUIET} ${y + QUIET}h1v1h-1z` : '')));
  const side = rows.length + 2 * QUIET;
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', `0 0 ${side} ${side}`);
  svg.setAttribute('role', 'img');
  svg.setAttribute('data-t-label', 'qr');
  svg.setAttribute('shape-rendering', 'crispEdges');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', dark.join(''));
  svg.append(path);
  return svg;
}
