import type { Request, Response } from 'express';
import type { PublicFile } from './public-file.js';

/** How a browser may keep a file: `checked` = ask each time whether it is still the same. */
export type Keeping = 'for ever' | 'checked';

const CACHE_CONTROL: Readonly<Record<Keeping, string>> = {
  'for ever': 'public, max-age=31536000, immutable',
  checked: 'no-cache',
};

/** Nothing but our own files, nothing inline, and no page around ours: texts of others cannot become anything else. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Of pages only: the fifty files of one need no more than every answer has, and would be 8 KiB of it. */
const PAGE_HEADERS = { 'Content-Security-Policy': POLICY, 'Cross-Origin-Opener-Policy': 'same-origin' };

/** Express answers HEAD, and 304 for the tag; the tag is weak because one stands for all encodings. */
export async function sendFile(
  request: Request,
  response: Response,
  file: PublicFile,
  keeping: Keeping,
): Promise<void> {
  // One by one, because asked for all at once Express goes by the browser's order, and browsers name gzip first.
  const encoding = file.encodings.find((one) => request.acceptsEncodings(one)) ?? 'identity';
  const bytes = await file.bytes(encoding);
  if (encoding !== 'identity') response.setHeader('Content-Encoding', encoding);
  if (file.isPage) response.set(PAGE_HEADERS);
  response
    .set({
      'Cache-Control': CACHE_CONTROL[keeping],
      'Content-Type': file.type,
      ETag: `W/"${file.hash}"`,
    })
    .vary('Accept-Encoding')
    .send(bytes);
}
