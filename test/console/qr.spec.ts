import { describe, expect, it } from '@jest/globals';
import jsqr from 'jsqr';

type Rows = readonly (readonly (boolean | undefined)[])[];

const page = new URL('../../public/js/qr.js', import.meta.url).href;
const { qrCode } = (await import(page)) as { qrCode: (text: string) => Rows | undefined };

/** Reads the code with a QR reader: four pixels per module, and the empty margin around it. */
function read(rows: Rows): string | undefined {
  const [scale, quiet] = [4, 4];
  const side = (rows.length + 2 * quiet) * scale;
  const pixels = new Uint8ClampedArray(side * side * 4).fill(255);
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++)
      if (rows[Math.floor(y / scale) - quiet]?.[Math.floor(x / scale) - quiet])
        pixels.fill(0, (y * side + x) * 4, (y * side + x) * 4 + 3);
  return jsqr.default(pixels, side, side)?.data;
}

describe('the QR code', () => {
  it('can be read by an independent decoder, in every version it supports', () => {
    const sizes = new Set<number>();
    for (let length = 1; length <= 213; length += 9) {
      const text = `https://example.com/m/${'aZ-_09'.repeat(40)}`.slice(0, length);
      const rows = qrCode(text) ?? [];
      sizes.add(rows.length);
      expect(read(rows)).toBe(text);
    }
    expect(sizes.size).toBe(10);
  });

  it('encodes non-Latin scripts', () => {
    expect(read(qrCode('https://例え.jp/m/休憩') ?? [])).toBe('https://例え.jp/m/休憩');
  });

  it('reports a text that is too long', () => {
    expect(qrCode('x'.repeat(213))).toBeDefined();
    expect(qrCode('x'.repeat(214))).toBeUndefined();
  });
});
