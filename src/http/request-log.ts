import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { routeOf } from '../problems/route-of.js';

/** What a proxy or a client may call its request. Anything else gets a name of ours: it goes into log lines. */
const REQUEST_ID = /^[A-Za-z0-9._:=+/-]{1,128}$/;

/** Asked every few seconds by machines: of interest only when something is searched for. */
const PROBES = /^\/(health|metrics)(\/|$)/;

/** Nginx' number for a client that left before it was answered. */
const CLIENT_LEFT = 499;

/**
 * Names each request (`X-Request-Id`, taken over if well formed, and echoed) and logs one line when it is over: by its route, for
 * a URL may hold what is nobody's business. A stream's line is written by who writes the stream.
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
      // Where its trace is, while tracing is on.
      const trace_id = response.locals['trace_id'] as string | undefined;
      const fields = { method, route, status, duration_ms, request_id, ...(trace_id && { trace_id }) };
      const line = ['request', fields] as const;
      if (PROBES.test(route)) logger.debug(...line);
      else logger.log(...line);
    });
    next();
  };
}
