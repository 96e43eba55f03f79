import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';

interface OneOfOptions {
  /** Name of the enumeration in the OpenAPI document: generated clients call their type by it. */
  readonly name: string;
  readonly description: string;
  /** Left out = the field is optional, and may be null. */
  readonly required?: true;
}

/** A field with one of a few words: its validation, its error message and its documentation. */
export function OneOf(
  values: readonly string[],
  { name, description, required }: OneOfOptions,
): PropertyDecorator {
  return applyDecorators(
    ApiProperty({
      description,
      enum: values,
      enumName: name,
      required: required ?? false,
      nullable: !required,
    }),
    ...(required ? [] : [IsOptional()]),
    IsIn(values, { message: `must be one of ${values.join(', ')}` }),
  );
}
