import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

/** Every way the service says no: its stable `code`, the HTTP status, and what it means. Documented in docs/protocol.md. */
export const problems = {
  malformed_json: { status: 400, title: 'The body is not JSON' },
  bad_request: { status: 400, title: 'The request cannot be understood' },
  unauthorized: { status: 401, title: 'A good key or token is needed' },
  forbidden: { status: 403, title: 'The token does not give this right' },
  origin_not_allowed: { status: 403, title: 'The page may not call the service' },
  meeting_not_found: { status: 404, title: 'No such meeting' },
  route_not_found: { status: 404, title: 'No such route' },
  no_timed_break: { status: 409, title: 'No break with an end is on' },
  break_too_long: { status: 409, title: 'The break would be too long' },
  no_planned_break: { status: 409, title: 'No break is planned' },
  snoozed_enough: { status: 409, title: 'The break was put off often enough' },
  no_break: { status: 409, title: 'No break to answer' },
  break_is_on: { status: 409, title: 'A break is on' },
  too_many_members: { status: 409, title: 'Too many members answered' },
  tokens_not_issued: { status: 409, title: 'Tokens are not issued here' },
  body_too_large: { status: 413, title: 'The body is too large' },
  unsupported_encoding: { status: 415, title: 'The encoding of the body is not supported' },
  invalid_request: { status: 422, title: 'A field, parameter or id is invalid' },
  idempotency_key_reused: { status: 422, title: 'The Idempotency-Key belongs to another command' },
  too_many_calls: { status: 429, title: 'Too many calls' },
  internal_error: { status: 500, title: 'Something went wrong here' },
  store_unavailable: { status: 503, title: 'The store cannot be reached' },
  not_ready: { status: 503, title: 'Not ready for traffic' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof problems;

export class FieldError {
  @ApiProperty({ example: 'meeting_id' })
  field!: string;

  @ApiProperty({ example: 'must be 1 to 64 letters, digits, hyphens or underscores' })
  message!: string;
}

/** An error answer, `application/problem+json` (RFC 9457). */
export class Problem {
  @ApiProperty({ description: 'The code as a URI.', example: 'urn:kyukei:problem:invalid_request' })
  type!: string;

  @ApiProperty({ description: 'The code in words, the same each time.' })
  title!: string;

  @ApiProperty({ example: 422 })
  status!: number;

  @ApiProperty({ description: 'What happened this time, for people.' })
  detail!: string;

  @ApiProperty({ description: 'What happened, for programs; stable.', enum: Object.keys(problems) })
  code!: ProblemCode;

  @ApiPropertyOptional({
    description: 'For invalid fields: which, and what is accepted.',
    type: [FieldError],
  })
  errors?: FieldError[];
}

export function problem(code: ProblemCode, detail: string, errors?: FieldError[]): Problem {
  const { status, title } = problems[code];
  return { type: `urn:kyukei:problem:${code}`, title, status, detail, code, ...(errors ? { errors } : {}) };
}
