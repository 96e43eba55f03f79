/**
 * SHA-256 (FIPS 180-4), synchronous. `crypto.subtle` is asynchronous, and browsers lack it on pages that
 * another machine serves over plain HTTP, as many installations in a local network do.
 */

/** The first `count` primes. The standard defines its constants by their roots. @param {number} count */
function primes(count) {
  /** @type {number[]} */
  const found = [];
  for (let n = 2; found.length < count; n += 1) if (found.every((prime) => n % prime)) found.push(n);
  return found;
}

/** The first 32 bits of the fraction. @param {number} root */
const fraction = (root) => ((root % 1) * 2 ** 32) | 0;
const CONSTANTS = primes(64).map((prime) => fraction(Math.cbrt(prime)));
const START = primes(8).map((prime) => fraction(Math.sqrt(prime)));

/** @param {number} word @param {number} bits */
const rotate = (word, bits) => (word >>> bits) | (word << (32 - bits));

/** Padded to blocks of 64 bytes. @param {string} text */
function blocks(text) {
  const bytes = new TextEncoder().encode(text);
  const padded = new DataView(new ArrayBuffer(Math.ceil((bytes.length + 9) / 64) * 64));
  bytes.forEach((byte, at) => padded.setUint8(at, byte));
  padded.setUint8(bytes.length, 0x80);
  padded.setUint32(padded.byteLength - 4, bytes.length * 8);
  return padded;
}

/** @param {DataView} data @param {number} offset of the block @returns {number[]} */
function schedule(data, offset) {
  const words = Array.from({ length: 16 }, (_, at) => data.getInt32(offset + at * 4));
  /** @param {number} at */
  const word = (at) => /** @type {number} */ (words[at]);
  for (let at = 16; at < 64; at += 1) {
    const [a, b] = [word(at - 15), word(at - 2)];
    const small = rotate(a, 7) ^ rotate(a, 18) ^ (a >>> 3);
    const large = rotate(b, 17) ^ rotate(b, 19) ^ (b >>> 10);
    words.push((word(at - 16) + small + word(at - 7) + large) | 0);
  }
  return words;
}

/** @param {string} text hashed as UTF-8 @returns {Uint8Array} 32 bytes */
export function sha256(text) {
  const data = blocks(text);
  let state = START;
  for (let offset = 0; offset < data.byteLength; offset += 64) {
    let [a, b, c, d, e, f, g, h] =
      /** @type {[number, number, number, number, number, number, number, number]} */ (state);
    schedule(data, offset).forEach((word, at) => {
      const choice = (e & f) ^ (~e & g);
      const majority = (a & b) ^ (a & c) ^ (b & c);
      const first =
        h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + choice + Number(CONSTANTS[at]) + word;
      const second = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + majority;
      [a, b, c, d, e, f, g, h] = [(first + second) | 0, a, b, c, (d + first) | 0, e, f, g];
    });
    state = [a, b, c, d, e, f, g, h].map((word, at) => (word + Number(state[at])) | 0);
  }
  const result = new DataView(new ArrayBuffer(32));
  state.forEach((word, at) => result.setInt32(at * 4, word));
  return new Uint8Array(result.buffer);
}

/** The first 24 bytes as 32 characters that are valid in a meeting's id. @param {string} text */
export const digest = (text) =>
  btoa(String.fromCharCode(...sha256(text).subarray(0, 24)))
    .replaceAll('+', '-')
    .replaceAll('/', '_');
