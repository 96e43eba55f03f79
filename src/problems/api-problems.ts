import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { MEETING_ID_RULE } from '../domain/meeting-id.js';
import type { ProblemType } from '../domain/refusal.js';
import { InvalidRequest } from './invalid-request.js';
import { Problem, problem } from './problem.js';
import { AmbiguousRequest, BodyTooLarge, MalformedJson, UnsupportedEncoding } from './request-refusals.js';

const seconds = { description: 'Seconds.', schema: { type: 'integer' } } as const;
const calls = { description: 'Calls.', schema: { type: 'integer' } } as const;

/** Documented headers of an answer, by status. */
const headers: Record<number, Record<string, typeof seconds | typeof calls>> = {
  429: {
    'Retry-After': seconds,
    'RateLimit-Limit': calls,
    'RateLimit-Remaining': calls,
    'RateLimit-Reset': seconds,
  },
  503: { 'Retry-After': seconds },
};

/**
 * Documents the problems a route can answer with: one response per status, one example per code. A refusal's
 * class is its own {@link ProblemType}.
 */
export function ApiProblems(...types: ProblemType[]): MethodDecorator & ClassDecorator {
  const statuses = new Set(types.map(({ status }) => status));
  const responses = [...statuses].map((status) => {
    const these = types.filter((type) => type.status === status);
    const examples = these.map((type) => [type.code, { value: example(type) }]);
    return ApiResponse({
      status,
      description: these.map(({ title }) => title).join(', or: '),
      headers: headers[status] ?? {},
      content: {
        'application/problem+json': {
          schema: { $ref: getSchemaPath(Problem) },
          examples: Object.fromEntries(examples) as Record<string, { value: Problem }>,
        },
      },
    });
  });
  return applyDecorators(ApiExtraModels(Problem), ...responses);
}

/** Documents the problems of a route that reads a body. */
export const ApiBodyProblems = (): MethodDecorator & ClassDecorator =>
  ApiProblems(MalformedJson, AmbiguousRequest, BodyTooLarge, UnsupportedEncoding);

function example(type: ProblemType): Problem {
  if (type.code !== InvalidRequest.code) return problem(type, `${type.title}.`);
  const error = { field: 'meeting_id', message: `must be ${MEETING_ID_RULE}` };
  return problem(type, `${error.field} ${error.message}`, [error]);
}
