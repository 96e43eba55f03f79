import type { NextFunction, Request, Response } from 'express';

/**
 * Headers of every answer. JSON may do nothing, whatever type a browser takes it for. Pages (the console,
 * `/docs`) set their own policy.
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

/** Half a year, for this name only: we cannot know whether its subdomains have TLS (RFC 6797 §6.1). */
const STRICT_TRANSPORT = 'max-age=15552000';

/**
 * Sets HSTS if a trusted proxy (`TRUST_PROXY`) reports TLS. Over plain HTTP browsers ignore it (RFC 6797
 * §8.1).
 */
export function strictTransport(request: Request, response: Response, next: NextFunction): void {
  if (request.secure) response.set('Strict-Transport-Security', STRICT_TRANSPORT);
  next();
}
