/** A reproducible zip file: sorted names, a fixed date, no permissions. */
import { crc32, deflateRawSync } from 'node:zlib';

/** 1980-01-01, the first date that zip can represent. */
const DATE = 0x21;
const DEFLATED = 8;
/** Marks names as UTF-8. */
const FLAGS = 0x800;

/** @param {Map<string, Buffer>} files */
export function zip(files) {
  const parts = [];
  const directory = [];
  let offset = 0;
  for (const name of [...files.keys()].sort()) {
    const content = files.get(name);
    const packed = deflateRawSync(content, { level: 9 });
    const bytes = Buffer.from(name);
    const fields = [20, FLAGS, DEFLATED, 0, DATE];
    const sizes = [crc32(content), packed.length, content.length];
    const local = [
      words(0x04034b50),
      halves(...fields),
      words(...sizes),
      halves(bytes.length, 0),
      bytes,
      packed,
    ];
    const central = [
      words(0x02014b50),
      halves(20, ...fields),
      words(...sizes),
      halves(bytes.length, 0, 0, 0, 0),
    ];
    directory.push(...central, words(0, offset), bytes);
    parts.push(...local);
    offset += Buffer.concat(local).length;
  }
  const end = Buffer.concat(directory);
  const count = files.size;
  const closing = [words(0x06054b50), halves(0, 0, count, count), words(end.length, offset), halves(0)];
  return Buffer.concat([...parts, end, ...closing]);
}

const halves = (...values) => Buffer.from(Uint16Array.from(values).buffer);
const words = (...values) => Buffer.from(Uint32Array.from(values).buffer);
