import { Injectable, ValidationPipe, type ArgumentMetadata } from '@nestjs/common';
import { noteIgnored } from './ignored-fields.js';
import { InvalidRequest } from './invalid-request.js';

/**
 * Validates every body, parameter and query against its DTO. Fields that the DTO does not name are dropped.
 */
@Injectable()
export class RequestPipe extends ValidationPipe {
  constructor() {
    super({
      transform: true,
      whitelist: true,
      // Each field has one message for all its rules, so one error is enough.
      stopAtFirstError: true,
      exceptionFactory: (errors) => InvalidRequest.from(errors),
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type !== 'body') return super.transform(value, metadata);
    const body = value ?? {};
    if (typeof body === 'object' && !Array.isArray(body)) {
      const known = (await super.transform(body, metadata)) as object;
      noteIgnored(body, known);
      return known;
    }
    throw new InvalidRequest([{ field: 'body', message: 'must be a JSON object, or left out' }]);
  }
}
