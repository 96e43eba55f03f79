/**
 * Turns typed text in any script into the id of a meeting. It normalizes the text, so that people who type it
 * slightly differently get the same meeting.
 */
import { folded, idOf, meetCode } from './code.js';

/** Case-sensitive ids: those of Teams, and the digests of `idOf`. People copy them and never type them. */
const COPIED = /^(?:meeting_[A-Za-z0-9_-]+|x-[A-Za-z0-9_-]{32})$/;

/** The number of a Zoom meeting. Zoom writes it with spaces, some people with hyphens. */
const ZOOM = /^\d{3}-\d{3,4}-\d{4}$/;

/**
 * @param {string} text as somebody typed it @returns {string | undefined} the id; `undefined` = nothing was
 * typed
 */
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
 * Removes invisible characters (zero-width, direction marks, variation selectors), and replaces each kind of
 * hyphen by `-`. A Japanese keyboard in full-width mode types `ー` for it.
 * @param {string} text
 */
const plain = (text) =>
  text
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}|\p{Cf}/gu, '')
    .replace(/[\p{Pd}\u2212]/gu, '-')
    .replace(/(?<=[A-Za-z0-9])ー(?=[A-Za-z0-9])/g, '-');
