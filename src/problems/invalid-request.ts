import type { ValidationError } from '@nestjs/common';
import { refusal } from '../domain/refusal.js';
import type { FieldError } from './problem.js';

/** A body, a parameter or a query does not fit: answered with one line per field. */
export class InvalidRequest extends refusal('invalid_request', 422, 'A field, parameter or id is invalid') {
  constructor(readonly errors: readonly FieldError[]) {
    super(errors.map(({ field, message }) => `${field} ${message}`).join('; '));
  }

  /** class-validator's messages begin with the field's name; ours do not. */
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
