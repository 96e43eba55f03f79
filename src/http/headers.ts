import type { NextFunction, Request, Response } from 'express';

/**
 * On every answer. JSON needs nothing, so it may do nothing, whatever a browser takes it for; what is a page (the console, `/docs`)
 * says itself what it needs.
 */
const HEADERS = Object.entries({
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
});

export function secureHeaders(_: Request, response: Response, next: NextFunction): void {
  for (const [name, value] of HEADERS) response.setHeader(name, value);
  next();
}

/** Half a year, for this name only: whoever ends TLS knows whether the names below it have it, too. RFC 6797 §6.1. */
const STRICT_TRANSPORT = 'max-age=15552000';

/** Where a trusted proxy ends TLS (`TRUST_PROXY`) and says so: over plain HTTP browsers ignore it (RFC 6797 §8.1). */
export function strictTransport(request: Request, response: Response, next: NextFunction): void {
  if (request.secure) response.set('Strict-Transport-Security', STRICT_TRANSPORT);
  next();
}
