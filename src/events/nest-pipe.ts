import type { Readable } from 'node:stream';
import { SSE_ABORT_CONTROLLER } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Subscriber } from 'rxjs';

/** The request log leaves the line of a stream to who watches over streams. */
const STREAM = Object.freeze({ isStream: true });

/** What Nest and Express keep for whoever handles the request next. */
type Kept = Partial<Pick<Request, 'next'>> & { [SSE_ABORT_CONTROLLER]?: unknown };

/**
 * Completes the Observable that Nest listens to, and keeps Nest from ending the response with it, which it would through what it
 * `piped` into it. Nest sends the headers now, unless they are out.
 */
export function takeFromNest(response: Response, nest: Subscriber<never>, piped: Readable | undefined): void {
  piped?.unpipe(response);
  untraced(() => nest.complete());
  const kept: Kept = response.req;
  kept.next = kept[SSE_ABORT_CONTROLLER] = undefined;
  response.locals = STREAM;
}

/** Nest aborts a signal when a stream completes. A stack trace of that would keep alive what the functions in it hold. */
function untraced(run: () => void): void {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    run();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}
