import type { NextFunction, Request, Response } from 'express';
import { OriginNotAllowed } from '../access/refusals.js';
import { originPattern } from '../config/origins.js';

/** Methods that change nothing (RFC 9110 §9.2.1). CORS keeps their answers from other pages. */
const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Refuses calls of pages whose origin `CORS_ORIGINS` does not name. CORS stops a page from reading an answer,
 * but not from sending a request: a browser posts any page's form, with the cookies of a login proxy.
 * Programs that are not browsers send no origin, and pass.
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

/**
 * Whether the page is of the service's own origin: by `Sec-Fetch-Site`, or over plain HTTP, where browsers
 * omit it, by `Host`.
 */
function isOwn({ headers }: Request): boolean {
  const { origin, host = '', 'sec-fetch-site': site } = headers;
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  return origin === undefined || originsOf(host).includes(origin.toLowerCase());
}

/** The origins of a host as browsers send them, whatever the case and port in `Host`. */
function originsOf(host: string): string[] {
  const urls = [`http://${host}`, `https://${host}`].filter((url) => URL.canParse(url));
  return urls.map((url) => new URL(url).origin);
}
