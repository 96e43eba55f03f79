/** The code words of a QR code (ISO/IEC 18004): the text's bytes with their Reed-Solomon correction at level M. */

/** Per version, from 1: correction bytes of a block, and blocks. */
const VERSIONS = [
  [10, 1],
  [16, 1],
  [26, 1],
  [18, 2],
  [24, 2],
  [16, 4],
  [18, 4],
  [22, 4],
  [22, 5],
  [26, 5],
].map(([correction = 0, blocks = 0], index) => ({ version: index + 1, correction, blocks }));

/** @typedef {typeof VERSIONS[number]} Version */

/** Powers of 2 in GF(256) modulo 0x11d, twice over so that a sum of two logarithms is an index. */
const POWERS = new Uint8Array(510);
const LOGARITHMS = new Uint8Array(256);
for (let power = 0, value = 1; power < 255; power++) {
  POWERS[power] = POWERS[power + 255] = value;
  LOGARITHMS[value] = power;
  value = (value << 1) ^ (value > 127 ? 0x11d : 0);
}

/** In the order they are drawn, for the smallest version that holds them; `undefined` = too long. @param {string} text */
export function codeWords(text) {
  const bytes = new TextEncoder().encode(text);
  const fitting = VERSIONS.find((one) => bytes.length + headerBytes(one) <= dataBytes(one));
  if (!fitting) return undefined;
  return { version: fitting.version, words: interleave(fitting, padded(fitting, bytes)) };
}

/** Mode, length, and the half byte that ends the data. @param {Version} version */
const headerBytes = ({ version }) => (version < 10 ? 2 : 3);

/** What is left of all modules after those that make it a QR code. @param {Version} version */
function dataBytes({ version, correction, blocks }) {
  const alignments = version === 1 ? 0 : Math.floor(version / 7) + 2;
  const forAlignment = alignments && (25 * alignments - 10) * alignments - 55;
  const modules = (16 * version + 128) * version + 64 - forAlignment - (version < 7 ? 0 : 36);
  return Math.floor(modules / 8) - correction * blocks;
}

/** @param {Version} version @param {Uint8Array} bytes */
function padded(version, bytes) {
  const length = bytes.length.toString(16).padStart(headerBytes(version) === 2 ? 2 : 4, '0');
  const content = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  // 4 is the mode "bytes", 0 the end; `ec` and `11` fill up what is left, by turns.
  const digits = `4${length}${content}0`.padEnd(dataBytes(version) * 2, 'ec11');
  return (digits.match(/../g) ?? []).map((byte) => parseInt(byte, 16));
}

/** Blocks side by side, so that one stain does not spoil one block. @param {Version} version @param {number[]} data */
function interleave({ correction, blocks }, data) {
  const short = Math.floor(data.length / blocks);
  const shortOnes = blocks - (data.length % blocks);
  const starts = Array.from(
    { length: blocks + 1 },
    (_, index) => index * short + Math.max(0, index - shortOnes),
  );
  const parts = starts.slice(1).map((end, index) => data.slice(starts[index], end));
  return [...columns(parts), ...columns(parts.map((part) => remainder(part, correction)))];
}

/** @param {number[][]} rows */
function columns(rows) {
  const longest = Math.max(...rows.map((row) => row.length));
  return Array.from({ length: longest }, (_, index) => rows.flatMap((row) => row[index] ?? [])).flat();
}

/** Of the division by (x − 1)(x − 2)(x − 4)…, in GF(256). @param {number[]} block @param {number} degree */
function remainder(block, degree) {
  let divisor = [1];
  for (let power = 0; power < degree; power++) {
    const shifted = [0, ...divisor.map((term) => times(term, POWERS[power] ?? 0))];
    divisor = shifted.map((term, index) => term ^ (divisor[index] ?? 0));
  }
  const rest = [...block, ...divisor.slice(1).fill(0)];
  for (let index = 0; index < block.length; index++) {
    const lead = rest[index] ?? 0;
    divisor.forEach(
      (term, offset) => (rest[index + offset] = (rest[index + offset] ?? 0) ^ times(term, lead)),
    );
  }
  return rest.slice(block.length);
}

/** @param {number} a @param {number} b */
function times(a, b) {
  return a && b ? (POWERS[(LOGARITHMS[a] ?? 0) + (LOGARITHMS[b] ?? 0)] ?? 0) : 0;
}
