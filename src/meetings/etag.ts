import { createHash } from 'node:crypto';
import type { Response } from 'express';

/**
 * Sends the answer's `ETag`, and the answer itself unless `If-None-Match` names that ETag: then 304. The ETag
 * is weak, because `server_time` differs in each answer. Cursors alone are not enough: other programs write
 * the state without a notice.
 */
export function unlessKnown<T extends object>(
  answer: T,
  response: Response,
  ifNoneMatch: string | undefined,
): T | undefined {
  const lasting = JSON.stringify(answer, (name, value: unknown) =>
    name === 'server_time' ? undefined : value,
  );
  const etag = `W/"${createHash('sha256').update(lasting).digest('base64url').slice(0, 22)}"`;
  response.setHeader('ETag', etag);
  if (!names(ifNoneMatch, etag)) return answer;
  response.status(304);
  return undefined;
}

/**
 * The weak comparison of RFC 9110 §13.1.2.
 * Express ignores the ETag of a request with `Cache-Control: no-cache`, and every fetch() that sets its own
 * If-None-Match sends that header.
 */
function names(ifNoneMatch: string | undefined, etag: string): boolean {
  const opaque = (tag: string) => tag.trim().replace(/^W\//, '');
  return ifNoneMatch?.split(',').some((tag) => opaque(tag) === opaque(etag) || tag.trim() === '*') ?? false;
}
