import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsInt, IsOptional, Max, Min } from 'class-validator';

export interface WholeNumberOptions {
  readonly description: string;
  /** Inclusive, as is `maximum`. */
  readonly minimum: number;
  readonly maximum: number;
  /** Left out = the field is optional, and may be null. */
  readonly required?: true;
  /**
   * The value of a field that is left out. The description says it, not the schema: generators take a field
   * with a `default` for one that is always there, and then callers have to send it.
   */
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

/** A field of a body that is an integer: its validation, its error message and its documentation. */
export function WholeNumber(options: WholeNumberOptions): PropertyDecorator {
  const { description, default: byDefault, required, ...schema } = options;
  const leftOut = byDefault === undefined ? '' : ` Left out or null: ${byDefault}.`;
  return applyDecorators(
    ApiProperty({
      ...schema,
      type: 'integer',
      description: description + leftOut,
      required: required ?? false,
      nullable: !required,
    }),
    IsWholeNumber(options),
  );
}

/** The validation without the documentation. */
export function IsWholeNumber({
  minimum,
  maximum,
  required,
}: Omit<WholeNumberOptions, 'description'>): PropertyDecorator {
  const message = wholeNumberRule({ minimum, maximum });
  return applyDecorators(
    ...(required ? [] : [IsOptional()]),
    IsInt({ message }),
    Min(minimum, { message }),
    Max(maximum, { message }),
  );
}
