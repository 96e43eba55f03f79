import type { Readable } from 'node:stream';
import { SSE_ABORT_CONTROLLER } from '@nestjs/common';
import type { SseStream } from '@nestjs/core/router/sse-stream.js';
import type { Request, Response } from 'express';
import type { Subscriber } from 'rxjs';

/*
 * Everything the service relies on inside Nest's `@Sse()` and Express. `nest-sse.spec.ts` has one test for
 * each fact, named so that a failure after an upgrade says which fact has changed.
 */

/**
 * Headers of every stream. SSE allows UTF-8 only, yet some HTTP libraries assume ISO-8859-1 if the header
 * names no charset. `no-transform` and `X-Accel-Buffering` keep proxies from holding frames back.
 */
const HEADERS = Object.freeze({
  'Content-Type': 'text/event-stream; charset=utf-8',
  Connection: 'keep-alive',
  'Cache-Control': 'private, no-cache, no-store, must-revalidate, max-age=0, no-transform',
  Pragma: 'no-cache',
  Expires: '0',
  'X-Accel-Buffering': 'no',
});

/** Streams have no line in the request log, because the stream registry writes one. */
const STREAM_LOCALS = Object.freeze({ isStream: true });

/** Properties that Nest and Express set on a request for later handlers. */
type Kept = Partial<Pick<Request, 'next'>> & { [SSE_ABORT_CONTROLLER]?: Pick<AbortController, 'abort'> };

/** Shared by all streams, in place of one AbortController per stream. */
const NO_ABORT = Object.freeze({ abort: () => undefined });

/**
 * Makes Nest skip its abort signal for the end of a stream (`@SseSignal()`), because each abort creates an
 * error with a stack trace. Call it in the handler, before Nest gets the Observable.
 */
export function ignoreAbortSignal(request: Kept): void {
  request[SSE_ABORT_CONTROLLER] = NO_ABORT;
}

/**
 * Calls `found` with the stream that Nest pipes into the response, before Nest subscribes to the handler's
 * Observable.
 */
export function onNestPipe(response: Response, found: (piped: SseStream) => void): void {
  response.once('pipe', found);
}

/**
 * Makes Nest send our headers when it sends the headers, and nothing after them. Nest would begin the body
 * with an empty line, and some clients make an empty message of that.
 */
export function sendOurHeaders(response: Response, piped: Pick<SseStream, 'commitHeaders'>): void {
  piped.commitHeaders = () => {
    if (response.headersSent || response.writableEnded) return;
    response.writeHead(200, HEADERS);
    response.flushHeaders();
  };
}

/**
 * Takes over the response. It completes the Observable that Nest listens to, so that Nest sends the headers
 * if it has not yet, and unpipes Nest's stream, which would otherwise end the response. This frees what Nest
 * and Express keep for a running request, two thirds of a stream's memory.
 */
export function detachFromNest(
  response: Response,
  nest: Subscriber<never>,
  piped: Readable | undefined,
): void {
  piped?.unpipe(response);
  nest.complete();
  const kept: Kept = response.req;
  kept.next = undefined;
  response.locals = STREAM_LOCALS;
}
