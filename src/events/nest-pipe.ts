import type { Readable } from 'node:stream';
import type { NextFunction, Request, Response } from 'express';
import type { Subscriber } from 'rxjs';

/** The request log leaves the line of a stream to who watches over streams. */
const STREAM = Object.freeze({ isStream: true });

/** Middleware of a stream's route: remembers what Nest pipes into the response, which it does before any interceptor runs. */
export function rememberPipe(_: Request, response: Response, next: NextFunction): void {
  response.once('pipe', (piped: Readable) => (response.locals['piped'] = piped));
  next();
}

/** Completes the Observable that Nest listens to, and keeps Nest from ending the response with it. */
export function takeFromNest(response: Response, nest: Subscriber<never>): void {
  const piped = response.locals['piped'] as Readable | undefined;
  piped?.unpipe(response);
  untraced(() => nest.complete());
  // What Express keeps for whoever handles the request next.
  response.req.next = undefined;
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
