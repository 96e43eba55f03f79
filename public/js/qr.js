/** A QR code of versions 1 to 10 at level M: up to 213 bytes, few enough modules for a phone across a table. */
import { encode } from './vendor/uqr.js';

const OPTIONS = { ecc: 'M', maxVersion: 10, border: 0 };

/**
 * Dark (`true`) and light modules, row by row, without the quiet zone; `undefined` = the text is too long.
 * @param {string} text
 * @returns {boolean[][] | undefined}
 */
export function qrCode(text) {
  try {
    return encode(text, OPTIONS).data;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
