import type { ValidationError } from '@nestjs/common';
import { refusal } from '../domain/refusal.js';
import type { FieldError } from './problem.js';

/** A body, a parameter or a query is invalid. The answer has one line for each field. */
export class InvalidRequest extends refusal('invalid_request', 422, 'A field, parameter or id is invalid') {
  constructor(readonly errors: readonly FieldError[]) {
    super(errors.map(({ field, message }) => `${field} ${message}`).join('; '));
  }

  /** Converts class-validator's errors, whose messages begin with the name of the field. */
  static from(errors: readonly ValidationError[]): InvalidRequest {
    return new InvalidRequest(
      errors.flatMap(({ property, constraints = {} }) =>
        Object.values(constraints).map((message) => ({
          field: property,
          message: message.startsWith(`${property} `) ? message.slice(property.length + 1) : message,
        })),
      ),
    );
  }
}
