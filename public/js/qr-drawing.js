/** Draws a QR code. */
import { t } from './i18n.js';
import { qrCode } from './qr.js';

/** Width of the light border around the code, in modules; scanners need it. */
const QUIET = 4;
const SVG = 'http://www.w3.org/2000/svg';

/**
 * The drawing; an empty list if the text is too long.
 * @param {string} text
 * @param {keyof import('./i18n.js').Texts} label
 */
export function drawQr(text, label) {
  const rows = qrCode(text) ?? qrCode(text, LONG);
  return rows ? [drawing(rows, label)] : [];
}

/** Size for a link with a token: more modules, with less error correction. */
const LONG = /** @type {const} */ ({ ecc: 'L', maxVersion: 16 });

/**
 * @param {readonly (readonly (boolean | undefined)[])[]} rows
 * @param {keyof import('./i18n.js').Texts} label
 */
function drawing(rows, label) {
  const dark = rows.flatMap((row, y) => row.map((on, x) => (on ? `M${x + QUIET} ${y + QUIET}h1v1h-1z` : '')));
  const side = rows.length + 2 * QUIET;
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', `0 0 ${side} ${side}`);
  svg.setAttribute('role', 'img');
  svg.setAttribute('data-t-label', label);
  svg.setAttribute('aria-label', t(label));
  svg.setAttribute('shape-rendering', 'crispEdges');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', dark.join(''));
  svg.append(path);
  return svg;
}
