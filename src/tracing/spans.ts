import {
  context,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Span,
} from '@opentelemetry/api';
import type { NextFunction, Request, Response } from 'express';
import { version } from '../config/version.js';
import type { Notice } from '../domain/notice.js';
import { routeOf } from '../problems/route-of.js';

/*
 * The spans of a command, each the parent of the next:
 *
 *   POST /api/meetings/:meeting_id/rest     the request, or whatever called it (`traceparent`)
 *     commit                                 its notices, logged and announced in one step of the store
 *       fan-out                              one in each process with streams of the meeting, however many
 *
 * If time alone makes something due, the trace begins with its commit. Spans hold no ids or texts of meetings
 * and clients; the request's id leads to its log line. While tracing is off, the API's spans do nothing.
 */
const tracer = trace.getTracer('kyukei', version);

const COMMANDS = new Set(['POST', 'PUT', 'DELETE']);

/** Starts a span for each POST, PUT and DELETE, and sets `trace_id` for its log line. */
export function traceCommands(request: Request, response: Response, next: NextFunction): void {
  const { method } = request;
  if (!COMMANDS.has(method)) {
    next();
    return;
  }
  const caller = propagation.extract(ROOT_CONTEXT, request.headers);
  const attributes = { 'http.request.method': method };
  const span = tracer.startSpan(method, { kind: SpanKind.SERVER, attributes }, caller);
  response.locals['trace_id'] = span.spanContext().traceId;
  response.on('close', () => {
    const route = routeOf(request);
    span.updateName(`${method} ${route}`);
    span.setAttribute('http.route', route);
    if (response.headersSent) span.setAttribute('http.response.status_code', response.statusCode);
    if (response.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
  });
  context.with(trace.setSpan(caller, span), next);
}

/** Runs a commit in a span; `commit` gets the `traceparent` to announce. */
export async function traceCommit<T>(
  notices: readonly Notice[],
  commit: (traceparent: string | undefined) => Promise<T>,
): Promise<T> {
  const attributes = { 'kyukei.notices': notices.map(({ event }) => event) };
  const span = tracer.startSpan('commit', { kind: SpanKind.PRODUCER, attributes });
  const announced: { traceparent?: string } = {};
  propagation.inject(trace.setSpan(context.active(), span), announced);
  try {
    return await commit(announced.traceparent);
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR, message: String(error) });
    throw error;
  } finally {
    span.end();
  }
}

/**
 * Runs a fan-out in a span of each trace that led to it. `causes` come from the feed; malformed ones are
 * ignored.
 */
export function traceFanOut(causes: readonly string[], counts: Attributes, tell: () => void): void {
  const spans = causes.map((traceparent): Span => {
    const parent = propagation.extract(ROOT_CONTEXT, { traceparent });
    return tracer.startSpan('fan-out', { kind: SpanKind.CONSUMER, attributes: counts }, parent);
  });
  tell();
  spans.forEach((span) => span.end());
}

/** Runs work outside of any trace: a timer that was set during a command is not a part of that command. */
export function outsideOfTraces<T>(work: () => T): T {
  return context.with(ROOT_CONTEXT, work);
}
