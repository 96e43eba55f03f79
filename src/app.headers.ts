import type { NextFunction, Request, Response } from 'express';

/**
 * On every answer. JSON needs nothing, so it may do nothing, whatever a browser takes it for; what is a page (the console, `/docs`)
 * says itself what it needs. No Strict-Transport-Security: the service speaks HTTP, and whoever ends TLS before it knows for
 * which names that holds (docs/security.md).
 */
const HEADERS = {
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
} as const;

export function secureHeaders(_: Request, response: Response, next: NextFunction): void {
  response.set(HEADERS);
  next();
}
