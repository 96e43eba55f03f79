import type { ValidationError } from '@nestjs/common';
import { InvalidField } from '../domain/refusals.js';

/** A body, a parameter or a query is invalid. */
export class InvalidRequest extends InvalidField {
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
