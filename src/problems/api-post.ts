import { applyDecorators, HttpCode, Post, UseInterceptors, type Type } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { IdempotencyKeyReused } from '../stores/command-key.js';
import { ApiBodyProblems, ApiProblems } from './api-problems.js';
import { ApiIdempotencyKey } from './fields/idempotency-key.js';
import { NamesIgnoredFields } from './ignored-fields.js';
import { InvalidRequest } from './invalid-request.js';

interface PostRoute {
  readonly path: string;
  readonly summary: string;
  readonly description: string;
  readonly answer: Type;
}

/**
 * Route decorator of a call that changes a meeting, by a leader or a member: a POST that answers 200, as the
 * reference's framework does, takes an `Idempotency-Key`, and names the fields of its body that it ignores.
 */
export function ApiPost({ path, summary, description, answer }: PostRoute): MethodDecorator {
  return applyDecorators(
    Post(path),
    HttpCode(200),
    ApiOperation({ summary, description }),
    ApiIdempotencyKey(),
    ApiOkResponse({ type: answer }),
    UseInterceptors(NamesIgnoredFields),
    ApiBodyProblems(),
    ApiProblems(InvalidRequest, IdempotencyKeyReused),
  );
}
