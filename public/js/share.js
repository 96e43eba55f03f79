/** The link and the QR code for members. */
import { byId, input } from './dom.js';
import { say } from './i18n.js';
import { meetingId, publicService } from './place.js';
import { qrCode } from './qr.js';

/** Width of the light border around the code, in modules; scanners need it. */
const QUIET = 4;
const SVG = 'http://www.w3.org/2000/svg';

export function showShare() {
  const link = `${publicService}m/${meetingId}`;
  const field = input('member-link');
  field.value = link;
  field.addEventListener('focus', () => field.select());
  byId('copy').addEventListener('click', () => {
    // There is no clipboard on plain HTTP: select the link instead.
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
