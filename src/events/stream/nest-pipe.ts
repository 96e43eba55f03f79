import type { Readable } from 'node:stream';
import { SSE_ABORT_CONTROLLER } from '@nestjs/common';
import type { SseStream } from '@nestjs/core/router/sse-stream.js';
import type { Request, Response } from 'express';
import type { Subscriber } from 'rxjs';

/**
 * What a client and the proxies on the way must know before the first frame. The charset is the only one that SSE has, but libraries
 * that know HTTP better than SSE read ISO-8859-1 without it. `no-transform` and `X-Accel-Buffering` keep proxies from holding frames
 * back.
 */
const HEADERS = Object.freeze({
  'Content-Type': 'text/event-stream; charset=utf-8',
  Connection: 'keep-alive',
  'Cache-Control': 'private, no-cache, no-store, must-revalidate, max-age=0, no-transform',
  Pragma: 'no-cache',
  Expires: '0',
  'X-Accel-Buffering': 'no',
});

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
 * Makes Nest send our headers when it sends the headers, and nothing after them. It would begin the body with an empty line, and
 * some clients make an empty message of that.
 */
export function sendOurHeaders(response: Response, piped: Pick<SseStream, 'commitHeaders'>): void {
  piped.commitHeaders = () => {
    if (response.headersSent || response.writableEnded) return;
    response.writeHead(200, HEADERS);
    response.flushHeaders();
  };
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
