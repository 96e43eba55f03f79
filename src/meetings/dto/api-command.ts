import { applyDecorators, HttpCode, Post, UseInterceptors, type Type } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ApiBodyProblems, ApiProblems } from '../../problems/api-problems.js';
import { ApiIdempotencyKey } from '../../problems/fields/idempotency-key.js';
import { NamesIgnoredFields } from '../../problems/ignored-fields.js';
import { InvalidRequest } from '../../problems/invalid-request.js';
import { IdempotencyKeyReused } from '../../stores/command-key.js';

interface CommandRoute {
  readonly path: string;
  readonly summary: string;
  readonly description: string;
  readonly answer: Type;
}

/** Route decorator of a leader's command: a POST that answers 200, as the reference's framework does. */
export function ApiCommand({ path, summary, description, answer }: CommandRoute): MethodDecorator {
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
