import type { NextFunction, Request, Response } from 'express';
import { OriginNotAllowed } from '../access/refusals.js';
import { originPattern } from '../config/origins.js';

/** They change nothing (RFC 9110 §9.2.1), and CORS keeps their answers from other pages. */
const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS'];

/**
 * CORS keeps a page of another origin from reading an answer, not from sending: a browser posts any page's form, along with the
 * cookies that a proxy in front may log people in by. Where `CORS_ORIGINS` names the pages that may call, the calls of others
 * are refused. Who is no browser says no origin, and is not asked for one.
 */
export function refuseOtherOrigins(allowed: readonly string[], publicUrl?: string) {
  const own = publicUrl === undefined ? [] : [new URL(publicUrl).origin];
  const patterns = [...allowed, ...own].map(originPattern);
  const isAllowed = (origin = '') => patterns.some((pattern) => pattern.test(origin));
  return (request: Request, _: Response, next: NextFunction): void => {
    const mayCall =
      SAFE_METHODS.includes(request.method) || isAllowed(request.headers.origin) || isOwn(request);
    next(mayCall ? undefined : new OriginNotAllowed());
  };
}

/** `Sec-Fetch-Site` (Fetch Metadata, §2.4) is the browser's own word; over plain HTTP it sends none, and `Host` has to do. */
function isOwn({ headers }: Request): boolean {
  const { origin, host = '', 'sec-fetch-site': site } = headers;
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  return origin === undefined || originsOf(host).includes(origin.toLowerCase());
}

/** As browsers send them, whatever case and port `Host` has. */
function originsOf(host: string): string[] {
  const urls = [`http://${host}`, `https://${host}`].filter((url) => URL.canParse(url));
  return urls.map((url) => new URL(url).origin);
}
