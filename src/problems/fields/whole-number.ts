import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsInt, IsOptional, Max, Min } from 'class-validator';

export interface WholeNumberOptions {
  readonly description: string;
  /** Inclusive, like `maximum`. */
  readonly minimum: number;
  readonly maximum: number;
  /** Left out, the field may be left out. */
  readonly required?: true;
  readonly default?: number;
  readonly example?: number;
}

/** How a field is refused that is none, or none within the bounds. */
export function wholeNumberRule({
  minimum,
  maximum,
}: Pick<WholeNumberOptions, 'minimum' | 'maximum'>): string {
  return `must be a whole number from ${minimum} to ${maximum}`;
}

/** A field that is a whole number: as it is checked, as it is refused, and as it is documented. */
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
