import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { routeOf } from '../problems/route-of.js';

/**
 * Accepted `X-Request-Id` of a proxy or client. Any other one is replaced, because the id goes into log
 * lines.
 */
const REQUEST_ID = /^[A-Za-z0-9._:=+/-]{1,128}$/;

/** Probes come every few seconds, so they are logged at `debug`. */
const PROBES = /^\/(health|metrics)(\/|$)/;

/** nginx' status for a client that left before the answer. */
const CLIENT_LEFT = 499;

/**
 * Gives each request an id (a well-formed `X-Request-Id` is kept) and logs one line when the request ends.
 * The line has the route and never the URL, which may hold a token. Streams are logged by `StreamRegistry`.
 */
export function requestLog(): (request: Request, response: Response, next: NextFunction) => void {
  const logger = new Logger('Http');
  return (request, response, next) => {
    const startedAt = performance.now();
    const given = request.get('x-request-id') ?? '';
    const request_id = REQUEST_ID.test(given) ? given : randomUUID();
    response.setHeader('X-Request-Id', request_id);
    response.on('close', () => {
      if (response.locals['isStream']) return;
      const { method } = request;
      const route = routeOf(request);
      const status = response.headersSent ? response.statusCode : CLIENT_LEFT;
      const duration_ms = Math.round((performance.now() - startedAt) * 10) / 10;
      // Set while tracing is on.
      const trace_id = response.locals['trace_id'] as string | undefined;
      const fields = { method, route, status, duration_ms, request_id, ...(trace_id && { trace_id }) };
      const line = ['request', fields] as const;
      if (PROBES.test(route)) logger.debug(...line);
      else logger.log(...line);
    });
    next();
  };
}
