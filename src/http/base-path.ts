import type { NextFunction, Request, Response } from 'express';

/** How the paths that the service serves begin. */
const OWN = /^\/($|\?|(api|console|console-assets|m|sdk)\/|docs|health|metrics)/;

/**
 * Takes the path of `PUBLIC_URL` off a request, for proxies that pass it on. Most take it off themselves, so a request without it
 * is served as well.
 */
export function takePathOff(path: string) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const rest = request.url.startsWith(path) ? request.url.slice(path.length) : undefined;
    if (rest === '') {
      // Without the slash, relative addresses of the page would miss the path.
      response.redirect(308, `${path.slice(path.lastIndexOf('/') + 1)}/`);
      return;
    }
    // `/m/abc` below `/m` is a page that came without the path.
    if (rest !== undefined && OWN.test(rest)) request.url = rest;
    next();
  };
}
