import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { ProblemType } from '../domain/refusal.js';

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

  @ApiProperty({ description: 'The code in words; the same in each answer with this code.' })
  title!: string;

  @ApiProperty({ type: 'integer', example: 422 })
  status!: number;

  @ApiProperty({ description: 'The reason in this case, for people.' })
  detail!: string;

  @ApiProperty({
    description: 'Stable name of the problem, for programs. Later versions may add codes.',
    example: 'invalid_request',
  })
  code!: string;

  @ApiPropertyOptional({
    description: 'The invalid fields, and what each of them accepts.',
    type: [FieldError],
  })
  errors?: FieldError[];
}

/** The body of an answer. `detail` is the reason in this case. */
export function problem(
  { code, status, title }: ProblemType,
  detail: string,
  errors?: readonly FieldError[],
): Problem {
  const answer = { type: `urn:kyukei:problem:${code}`, title, status, detail, code };
  return errors ? { ...answer, errors: [...errors] } : answer;
}
