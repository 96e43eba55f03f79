import {
  Catch,
  HttpException,
  Logger,
  NotFoundException,
  type ArgumentsHost,
  type ExceptionFilter,
} from '@nestjs/common';
import type { Request, Response } from 'express';
import { Refusal } from '../domain/refusal.js';
import { InvalidField } from '../domain/refusals.js';
import { toJson } from '../json/to-json.js';
import { Metrics } from '../metrics/metrics.js';
import { StoreUnavailable } from '../stores/store-unavailable.js';
import { InvalidRequest } from './invalid-request.js';
import type { NotFoundPage } from '../files/not-found-page.js';
import { problem, type Problem } from './problem.js';
import {
  AmbiguousRequest,
  BodyTooLarge,
  InternalError,
  NotReady,
  RouteNotFound,
  UnsupportedEncoding,
} from './request-refusals.js';
import { routeOf } from './route-of.js';

/** Seconds. Most failures of a store are a reconnect, which takes about as long. */
const RETRY_AFTER = '1';

/** Turns every error into an HTTP answer. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Http');

  /** @param page left out = people get the problem, too */
  constructor(
    private readonly metrics: Metrics,
    private readonly page?: NotFoundPage,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    const answer = hasEmptyId(error, request) ? toProblem(emptyId) : toProblem(error);
    this.metrics.problems.inc({ code: answer.code });
    const request_id = response.getHeader('X-Request-Id');
    if (answer.code === InternalError.code) this.logger.error(error, { request_id });
    // `ProviderUnavailable` is not logged: anybody can invent unknown key ids and fill the log.
    // `ProviderKeys` logs the failure.
    if (error instanceof StoreUnavailable)
      this.logger.warn(`${request.method} ${routeOf(request)}: ${String(error)}`, { request_id });
    if (response.headersSent) return;
    if (answer.code === RouteNotFound.code && this.page?.answers(request, response)) return;
    if (answer.status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
    if (answer.status === 503) response.setHeader('Retry-After', RETRY_AFTER);
    response.status(answer.status).type('application/problem+json').send(toJson(answer));
  }
}

/** The answer for an empty meeting id, which no route matches: the same as for any other invalid id. */
const emptyId = new InvalidRequest([{ field: 'meeting_id', message: 'must not be empty' }]);

function hasEmptyId(error: unknown, { path }: Request): boolean {
  return error instanceof NotFoundException && /^\/api\/meetings\/(\/|$)/.test(path);
}

function toProblem(error: unknown): Problem {
  if (error instanceof InvalidField) return problem(error.type, error.detail, error.errors);
  if (error instanceof Refusal) return problem(error.type, error.detail);
  return fromFramework(error) ?? problem(InternalError, 'The error was logged. Try again later.');
}

/** Converts errors of Express, its body parser and Nest. */
function fromFramework(error: unknown): Problem | undefined {
  const status =
    error instanceof HttpException ? error.getStatus() : (error as { status?: unknown } | null)?.status;
  switch (status) {
    case 400:
      return badRequest(error as Error);
    case 404:
      return problem(
        RouteNotFound,
        'Nothing is served under this method and path. The routes are listed at /docs.',
      );
    case 413:
      return problem(BodyTooLarge, 'A body may have at most 16 KiB.');
    case 415:
      return problem(
        UnsupportedEncoding,
        'Send the body as JSON, plain or compressed with gzip, deflate or br; Content-Encoding says which.',
      );
    case 503:
      return problem(
        NotReady,
        reasonOf(error) ?? 'The process is starting, stopping, or waits for its store.',
      );
    default:
      return undefined;
  }
}

/** The reason in a health check's answer, if it has one. */
function reasonOf(error: unknown): string | undefined {
  const answer = error instanceof HttpException ? error.getResponse() : undefined;
  const { error: checks } = (answer ?? {}) as { error?: Record<string, { reason?: unknown }> };
  const reason = checks?.['store']?.reason;
  return typeof reason === 'string' ? `Not ready: ${reason}.` : undefined;
}

function badRequest(error: Error): Problem {
  // Express cannot decode the path, e.g. `%zz`. Ids are the only path parameters.
  if (error.message.includes('decode param')) {
    const errors = [{ field: 'meeting_id', message: 'is not valid percent-encoding' }];
    return problem(InvalidRequest, 'meeting_id is not valid percent-encoding', errors);
  }
  // Errors of the body parser have a `type`; those of zlib do not.
  if (!('type' in error))
    return problem(
      AmbiguousRequest,
      'The body is not what Content-Encoding says: it cannot be decompressed.',
    );
  return problem(AmbiguousRequest, 'The request was cut off, or its length does not match.');
}
