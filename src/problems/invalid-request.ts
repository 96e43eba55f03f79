import type { ValidationError } from '@nestjs/common';
import type { FieldError } from './problem.js';

/** Thrown when a body, a parameter or a query does not fit; answered as 422 with one line per field. */
export class InvalidRequest extends Error {
  constructor(readonly errors: readonly FieldError[]) {
    super(errors.map(({ field, message }) => `${field} ${message}`).join('; '));
    this.name = 'InvalidRequest';
  }

  /** Messages of class-validator begin with the field's name where ours do not. */
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
