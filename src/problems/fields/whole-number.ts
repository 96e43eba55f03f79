import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsInt, IsOptional, Max, Min } from 'class-validator';

export interface WholeNumberOptions {
  readonly description: string;
  /** Inclusive, as is `maximum`. */
  readonly minimum: number;
  readonly maximum: number;
  /** Left out = the field is optional. */
  readonly required?: true;
  readonly default?: number;
  readonly example?: number;
}

/** Error message for a value that is not an integer or is out of range. */
export function wholeNumberRule({
  minimum,
  maximum,
}: Pick<WholeNumberOptions, 'minimum' | 'maximum'>): string {
  return `must be a whole number from ${minimum} to ${maximum}`;
}

/** A field that is an integer: its validation, its error message and its documentation. */
export function WholeNumber(options: WholeNumberOptions): PropertyDecorator {
  const { minimum, maximum, required } = options;
  const message = wholeNumberRule(options);
  return applyDecorators(
    ApiProperty({ required: false, nullable: !required, type: 'integer', ...options }),
    ...(required ? [] : [IsOptional()]),
    IsInt({ message }),
    Min(minimum, { message }),
    Max(maximum, { message }),
  );
}
