/**
 * Makes QR codes, by default of versions 1 to 10 at level M: up to 213 bytes, and modules large enough for a
 * phone across a table.
 */
import { encode } from './vendor/uqr.js';

const PHONE_ACROSS_A_TABLE = /** @type {const} */ ({ ecc: 'M', maxVersion: 10 });

/**
 * Dark (`true`) and light modules, row by row, without the quiet zone; `undefined` = the text is too long.
 * @param {string} text
 * @param {{ ecc: 'L' | 'M', maxVersion: number }} [size]
 * @returns {boolean[][] | undefined}
 */
export function qrCode(text, size = PHONE_ACROSS_A_TABLE) {
  try {
    return encode(text, { ...size, border: 0 }).data;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
