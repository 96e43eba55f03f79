import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, registerDecorator, type ValidationArguments } from 'class-validator';
import { timeWithOffset } from '../../domain/timestamp.js';
import { time } from './examples.js';

interface EndTimeOptions {
  readonly description: string;
  /** The field that this one replaces; a body may have only one of the two. */
  readonly insteadOf: string;
}

/** An optional field with an RFC 3339 time and offset, which replaces another field. */
export function EndTime({ description, insteadOf }: EndTimeOptions): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ ...time, description, type: String, required: false, nullable: true }),
    IsOptional(),
    IsTimeInPlaceOf(insteadOf),
  );
}

function IsTimeInPlaceOf(other: string): PropertyDecorator {
  const isAlone = (body: object) => (body as Record<string, unknown>)[other] == null;
  return (target, property) =>
    registerDecorator({
      name: 'isTimeInPlaceOf',
      target: target.constructor,
      propertyName: String(property),
      validator: {
        validate: (value, args?: ValidationArguments) =>
          timeWithOffset(value) !== null && isAlone(args?.object ?? {}),
        defaultMessage: (args?: ValidationArguments) =>
          isAlone(args?.object ?? {})
            ? 'must be a time with its offset, as 2025-10-17T10:45:00Z or 2025-10-17T19:45:00+09:00'
            : `takes the place of ${other}: send one of the two`,
      },
    });
}
