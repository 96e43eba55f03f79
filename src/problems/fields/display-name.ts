import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';
import { MAX_NAME, NAME, NAME_LENGTH } from '../../domain/display-name.js';

interface DisplayNameOptions {
  readonly description: string;
  readonly example: string;
}

/** An optional name that people read: one line, of a bounded length. */
export function DisplayName({ description, example }: DisplayNameOptions): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({
      description: `${description} At most ${MAX_NAME} characters.`,
      type: String,
      nullable: true,
      // The JSON Schema form of the rule below, for readers that do not know Unicode properties.
      pattern: '^[^\\x00-\\x1f\\x7f-\\x9f]*$',
      maxLength: MAX_NAME,
      example,
    }),
    IsOptional(),
    Matches(NAME, { message: 'must be text without control characters' }),
    Matches(NAME_LENGTH, { message: `must be at most ${MAX_NAME} characters` }),
  );
}
