import type { Request, Response } from 'express';
import type { PublicFile } from './public-file.js';

/** How a browser may cache a file; `checked` = revalidate each time. */
export type Keeping = 'for ever' | 'checked' | 'never';

const CACHE_CONTROL: Readonly<Record<Keeping, string>> = {
  'for ever': 'public, max-age=31536000, immutable',
  checked: 'no-cache',
  never: 'no-store',
};

/**
 * Content security policy of pages: only files of this origin, nothing inline, no framing. So a user's text
 * cannot run as code.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Headers of pages only. The fifty files of a page do not need them; they would add 8 KiB. */
const PAGE_HEADERS = { 'Content-Security-Policy': POLICY, 'Cross-Origin-Opener-Policy': 'same-origin' };

/** Sends a file. Express handles HEAD and 304. The ETag is weak, because it stands for all encodings. */
export async function sendFile(
  request: Request,
  response: Response,
  file: PublicFile,
  keeping: Keeping,
): Promise<void> {
  // Asked one by one: given all, Express follows the browser's order, and browsers name gzip first.
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
