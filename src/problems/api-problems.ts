import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { MEETING_ID_RULE } from '../domain/meeting-id.js';
import { Problem, problem, problems, type ProblemCode } from './problem.js';

const seconds = { description: 'Seconds.', schema: { type: 'integer' } } as const;
const calls = { description: 'Calls.', schema: { type: 'integer' } } as const;

/** What comes with a status beside the body. */
const headers: Record<number, Record<string, typeof seconds | typeof calls>> = {
  429: {
    'Retry-After': seconds,
    'RateLimit-Limit': calls,
    'RateLimit-Remaining': calls,
    'RateLimit-Reset': seconds,
  },
  503: { 'Retry-After': seconds },
};

/** Documents the problems a route can answer with, one response per status, one example per code. */
export function ApiProblems(...codes: ProblemCode[]): MethodDecorator & ClassDecorator {
  const statuses = new Set(codes.map((code) => problems[code].status));
  const responses = [...statuses].map((status) => {
    const these = codes.filter((code) => problems[code].status === status);
    const examples = these.map((code) => [code, { value: example(code) }]);
    return ApiResponse({
      status,
      description: these.map((code) => problems[code].title).join(', or: '),
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

function example(code: ProblemCode): Problem {
  if (code !== 'invalid_request') return problem(code, `${problems[code].title}.`);
  const error = { field: 'meeting_id', message: `must be ${MEETING_ID_RULE}` };
  return problem(code, `${error.field} ${error.message}`, [error]);
}
