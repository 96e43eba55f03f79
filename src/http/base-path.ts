import type { NextFunction, Request, Response } from 'express';

/** Matches the paths that the service serves. */
const OWN = /^\/($|\?|(api|console-assets|m|sdk|wall)\/|console|docs|health|metrics|worker\.js)/;

/**
 * Removes the path of `PUBLIC_URL` from a request, for proxies that do not remove it. A request without the
 * path is served as well, because most proxies do.
 */
export function takePathOff(path: string) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const rest = request.url.startsWith(path) ? request.url.slice(path.length) : undefined;
    if (rest === '') {
      // Without the slash, the relative URLs of the page would miss the path.
      response.redirect(308, `${path.slice(path.lastIndexOf('/') + 1)}/`);
      return;
    }
    // If the path is `/m`, `/m/abc` is a page whose path the proxy removed.
    if (rest !== undefined && OWN.test(rest)) request.url = rest;
    next();
  };
}
