/**
 * Folds `b` into `a`: both are whole numbers below 2^53, and so is the result. Two 32-bit halves, because
 * JavaScript has no fast 64-bit integers. Not cryptographic: with 10^7 states the chance of one false match
 * is below one percent.
 */
export function mix(a: number, b: number): number {
  let low = (a >>> 0) ^ Math.imul((b >>> 0) + 0x7f4a7c15, 0x9e3779b1);
  let high = (a / 0x100000000) >>> 0;
  high ^= Math.imul(((b / 0x100000000) >>> 0) + 0x165667b1, 0x85ebca77);
  low = Math.imul(low ^ (low >>> 15) ^ Math.imul(high, 0x27d4eb2f), 0x2c1b3c6d);
  low ^= low >>> 13;
  high = Math.imul(high ^ (high >>> 16) ^ low, 0x297a2d39);
  high ^= high >>> 15;
  return (high & 0x1fffff) * 0x100000000 + (low >>> 0);
}
