import { ApiProperty } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import { CODE } from '../handovers.js';

/** Schema of a code in the API document. */
export const CODE_SCHEMA = {
  type: 'string',
  pattern: CODE.source,
  example: 'q1jZ4mWQm0yV0o2Tq3vXnA',
} as const;

export class HandoverBody {
  @ApiProperty({ ...CODE_SCHEMA, description: 'The code that the other device shows.' })
  @Matches(CODE, { message: 'must be a code of 22 letters, digits, hyphens or underscores' })
  code!: string;
}
