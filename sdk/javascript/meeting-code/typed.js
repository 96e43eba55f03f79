/** Which meeting a typed text means: any text in any script, folded so that two people who type it alike meet. */
import { folded, idOf, meetCode } from './code.js';

/** Ids that are case-sensitive: those of Teams, and the digests of `idOf`. People copy them, nobody types them. */
const COPIED = /^(?:meeting_[A-Za-z0-9_-]+|x-[A-Za-z0-9_-]{32})$/;

/** Zoom's number of a meeting, which Zoom itself writes with spaces and some people with hyphens. */
const ZOOM = /^\d{3}-\d{3,4}-\d{4}$/;

/** @param {string} text as somebody typed it @returns {string | undefined} the id; `undefined` = nothing was typed */
export function typedCode(text) {
  const written = plain(text).trim();
  if (COPIED.test(written)) return written;
  const spaced = meetCode(written.replace(/\s+/g, ' '));
  if (spaced && /[- ]/.test(written)) return spaced;
  const name = folded(written).replace(/\s+/g, '');
  if (ZOOM.test(name)) return name.replaceAll('-', '');
  return name ? idOf(name) : undefined;
}

/**
 * Without what nobody sees (zero-width characters, directions, variation selectors), and with one kind of hyphen. A Japanese
 * keyboard left in full width writes `ー` for it.
 * @param {string} text
 */
const plain = (text) =>
  text
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}|\p{Cf}/gu, '')
    .replace(/[\p{Pd}\u2212]/gu, '-')
    .replace(/(?<=[A-Za-z0-9])ー(?=[A-Za-z0-9])/g, '-');
