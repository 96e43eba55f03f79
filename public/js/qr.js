/** A QR code, versions 1 to 10, level M: up to 213 bytes. */
import { codeWords } from './qr-words.js';

/** Level M and mask 0 with their check bits, scrambled as the standard says. */
const FORMAT = 0b101010000010010;

/** Dark (`true`) and light modules, row by row, without the quiet zone; `undefined` = too long. @param {string} text */
export function qrCode(text) {
  const code = codeWords(text);
  if (!code) return undefined;
  const grid = new Grid(code.version);
  grid.fill(code.words);
  return grid.rows;
}

class Grid {
  /** @type {(boolean | undefined)[][]} `undefined` = free for data */
  rows;

  /** @param {number} version */
  constructor(version) {
    const size = version * 4 + 17;
    const last = size - 7;
    this.size = size;
    this.rows = Array.from({ length: size }, () => Array(size).fill(undefined));
    for (let along = 8; along < size - 8; along++) this.both(along, 6, along % 2 === 0);
    const middles = version === 1 ? [] : version < 7 ? [last] : [version * 2 + 8, last];
    for (const y of [6, ...middles])
      for (const x of [6, ...middles]) if (Math.min(x, y) > 6 || Math.max(x, y) < last) this.square(x, y, 2);
    for (const [x, y] of /** @type {const} */ ([
      [3, 3],
      [size - 4, 3],
      [3, size - 4],
    ]))
      this.square(x, y, 4);
    this.format();
    if (version >= 7) this.version(version);
  }

  /** @param {number} x @param {number} y @param {boolean} dark */
  set(x, y, dark) {
    const row = this.rows[y];
    if (row && x >= 0 && x < this.size) row[x] = dark;
  }

  /** Once more, mirrored at the diagonal. @param {number} x @param {number} y @param {boolean} dark */
  both(x, y, dark) {
    this.set(x, y, dark);
    this.set(y, x, dark);
  }

  /** Rings around a centre, a light one among dark ones: at 4 also a light border. @param {number} cx @param {number} cy @param {2 | 4} reach */
  square(cx, cy, reach) {
    for (let dy = -reach; dy <= reach; dy++)
      for (let dx = -reach; dx <= reach; dx++) {
        const ring = Math.max(Math.abs(dx), Math.abs(dy));
        this.set(cx + dx, cy + dy, ring !== reach / 2 && ring !== 4);
      }
  }

  /** Twice: around the first corner, and shared by the two others. */
  format() {
    const bit = (/** @type {number} */ index) => ((FORMAT >> index) & 1) === 1;
    const { size } = this;
    for (let index = 0; index < 15; index++) {
      if (index < 8) this.set(8, index < 6 ? index : index + 1, bit(index));
      else this.set(index === 8 ? 7 : 14 - index, 8, bit(index));
      if (index < 8) this.set(size - 1 - index, 8, bit(index));
      else this.set(8, size - 15 + index, bit(index));
    }
    this.set(8, size - 8, true);
  }

  /** @param {number} version */
  version(version) {
    let check = version;
    for (let step = 0; step < 12; step++) check = (check << 1) ^ ((check >> 11) * 0x1f25);
    const bits = (version << 12) | check;
    for (let index = 0; index < 18; index++)
      this.both(this.size - 11 + (index % 3), Math.floor(index / 3), ((bits >> index) & 1) === 1);
  }

  /**
   * Up and down in columns of two, from the right. One mask for all (0): readers take any, and choosing the prettiest of
   * eight would double this file.
   * @param {number[]} words
   */
  fill(words) {
    let index = 0;
    for (let pair = this.size - 1; pair > 0; pair -= 2) {
      if (pair === 6) pair = 5;
      for (let step = 0; step < this.size; step++)
        for (const x of [pair, pair - 1]) {
          const y = (pair + 1) & 2 ? step : this.size - 1 - step;
          if (this.rows[y]?.[x] !== undefined) continue;
          const bit = ((words[index >> 3] ?? 0) >> (7 - (index & 7))) & 1;
          this.set(x, y, (bit === 1) !== ((x + y) % 2 === 0));
          index++;
        }
    }
  }
}
