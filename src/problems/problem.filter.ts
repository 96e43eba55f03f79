import {
  Catch,
  HttpException,
  Logger,
  NotFoundException,
  type ArgumentsHost,
  type ExceptionFilter,
} from '@nestjs/common';
import type { Request, Response } from 'express';
import {
  Forbidden,
  OriginNotAllowed,
  ProviderUnavailable,
  TokensNotIssued,
  TooManyCalls,
  Unauthorized,
} from '../access/refusals.js';
import { toJson } from '../json/to-json.js';
import { IdempotencyKeyReused } from '../stores/command-key.js';
import { StoreUnavailable } from '../stores/meeting-store.js';
import {
  BreakIsOn,
  BreakTooLong,
  MeetingNotFound,
  NoBreakToAnswer,
  NoPlannedBreak,
  NoTimedBreak,
  SnoozedEnough,
  TooManyMembers,
} from '../domain/refusals.js';
import { Metrics } from '../metrics/metrics.js';
import { AmbiguousRequest } from '../http/ambiguous-request.js';
import { InvalidRequest } from './invalid-request.js';
import { MalformedJson } from '../http/json-body.js';
import { routeOf } from './route-of.js';
import { problem, type Problem, type ProblemCode } from './problem.js';

/** Seconds. Most store trouble is a reconnect, which takes about as long. */
const RETRY_AFTER = '1';

/** The one place where an error becomes an HTTP answer. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Http');

  constructor(private readonly metrics: Metrics) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    const answer = hasEmptyId(error, request) ? toProblem(emptyId) : toProblem(error);
    this.metrics.problems.inc({ code: answer.code });
    const request_id = response.getHeader('X-Request-Id');
    if (answer.code === 'internal_error') this.logger.error(error, { request_id });
    // Anybody can invent a key id that is not known yet: a line for each would be theirs to write. `ProviderKeys` says what fails.
    if (error instanceof StoreUnavailable)
      this.logger.warn(`${request.method} ${routeOf(request)}: ${String(error)}`, { request_id });
    if (response.headersSent) return;
    if (answer.status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
    if (answer.status === 503) response.setHeader('Retry-After', RETRY_AFTER);
    response.status(answer.status).type('application/problem+json').send(toJson(answer));
  }
}

/** With an empty id the path has no segment that a route could match; the answer is that of any other invalid id. */
const emptyId = new InvalidRequest([{ field: 'meeting_id', message: 'must not be empty' }]);

function hasEmptyId(error: unknown, { path }: Request): boolean {
  return error instanceof NotFoundException && /^\/api\/meetings\/(\/|$)/.test(path);
}

/** Errors whose own words are the answer. */
const refusals: readonly [type: abstract new (...args: never) => Error, code: ProblemCode][] = [
  [MeetingNotFound, 'meeting_not_found'],
  [NoTimedBreak, 'no_timed_break'],
  [BreakTooLong, 'break_too_long'],
  [NoPlannedBreak, 'no_planned_break'],
  [SnoozedEnough, 'snoozed_enough'],
  [NoBreakToAnswer, 'no_break'],
  [BreakIsOn, 'break_is_on'],
  [TooManyMembers, 'too_many_members'],
  [IdempotencyKeyReused, 'idempotency_key_reused'],
  [Unauthorized, 'unauthorized'],
  [Forbidden, 'forbidden'],
  [OriginNotAllowed, 'origin_not_allowed'],
  [TokensNotIssued, 'tokens_not_issued'],
  [TooManyCalls, 'too_many_calls'],
  [AmbiguousRequest, 'bad_request'],
  [MalformedJson, 'malformed_json'],
];

function toProblem(error: unknown): Problem {
  const refusal = refusals.find(([type]) => error instanceof type);
  if (refusal) return problem(refusal[1], (error as Error).message);
  if (error instanceof InvalidRequest) return problem('invalid_request', error.message, [...error.errors]);
  if (error instanceof StoreUnavailable)
    return problem(
      'store_unavailable',
      'The store did not answer, so this is not confirmed. Try again shortly.',
    );
  if (error instanceof ProviderUnavailable)
    return problem(
      'store_unavailable',
      'Whether the token is good cannot be told now, so nothing was done. Try again in some seconds.',
    );
  return fromFramework(error) ?? problem('internal_error', 'The error was logged. Try again later.');
}

/** Errors that Express, its body parser and Nest raise before or around our code. */
function fromFramework(error: unknown): Problem | undefined {
  const status =
    error instanceof HttpException ? error.getStatus() : (error as { status?: unknown } | null)?.status;
  switch (status) {
    case 400:
      return badRequest(error as Error);
    case 404:
      return problem(
        'route_not_found',
        'Nothing is served under this method and path. The routes are listed at /docs.',
      );
    case 413:
      return problem('body_too_large', 'A body may have at most 16 KiB.');
    case 415:
      return problem(
        'unsupported_encoding',
        'Send the body as JSON, plain or compressed with gzip, deflate or br; Content-Encoding says which.',
      );
    case 503:
      return problem(
        'not_ready',
        reasonOf(error) ?? 'The process is starting, stopping, or waits for its store.',
      );
    default:
      return undefined;
  }
}

/** What a health check said is wrong with the store, where it knows more than that it is away. */
function reasonOf(error: unknown): string | undefined {
  const answer = error instanceof HttpException ? error.getResponse() : undefined;
  const { error: checks } = (answer ?? {}) as { error?: Record<string, { reason?: unknown }> };
  const reason = checks?.['store']?.reason;
  return typeof reason === 'string' ? `Not ready: ${reason}.` : undefined;
}

function badRequest(error: Error): Problem {
  // Express cannot decode the path, e.g. `%zz`. Ids are the only parameters there are in a path.
  if (error.message.includes('decode param')) {
    const errors = [{ field: 'meeting_id', message: 'is not valid percent-encoding' }];
    return problem('invalid_request', 'meeting_id is not valid percent-encoding', errors);
  }
  // The body parser names its own errors (`type`), not those of zlib.
  if (!('type' in error))
    return problem('bad_request', 'The body is not what Content-Encoding says: it cannot be decompressed.');
  return problem('bad_request', 'The request was cut off, or its length does not match.');
}
