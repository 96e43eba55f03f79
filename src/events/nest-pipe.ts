import type { Readable } from 'node:stream';
import { SSE_ABORT_CONTROLLER } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Subscriber } from 'rxjs';

/** The request log leaves the line of a stream to who watches over streams. */
const STREAM = Object.freeze({ isStream: true });

/** What Nest and Express keep for whoever handles the request next. */
type Kept = Partial<Pick<Request, 'next'>> & { [SSE_ABORT_CONTROLLER]?: Pick<AbortController, 'abort'> };

/** In place of one for each stream. */
const UNHEARD = Object.freeze({ abort: () => undefined });

/**
 * Tells Nest that nobody listens to the signal by which it says that a stream is over (`@SseSignal()`): to say so takes an error
 * with a stack trace, for each stream, and ours is over for Nest as soon as it begins. For a handler, before it answers Nest.
 */
export function wantNoSignal(request: Kept): void {
  request[SSE_ABORT_CONTROLLER] = UNHEARD;
}

/**
 * Completes the Observable that Nest listens to, and keeps Nest from ending the response with it, which it would through what it
 * `piped` into it. Nest sends the headers now, unless they are out.
 */
export function takeFromNest(response: Response, nest: Subscriber<never>, piped: Readable | undefined): void {
  piped?.unpipe(response);
  nest.complete();
  const kept: Kept = response.req;
  kept.next = undefined;
  response.locals = STREAM;
}
