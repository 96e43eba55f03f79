import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import type { Request } from 'express';
import { map, type Observable } from 'rxjs';

/**
 * Maximum number of named fields, and of characters of each name: the answer need not repeat the whole body.
 */
const MOST_FIELDS = 10;
const LONGEST_NAME = 64;

/** The unknown fields of each validated body. */
const ignoredIn = new WeakMap<object, readonly string[]>();

/** Remembers which fields of a body its DTO does not know. */
export function noteIgnored(body: object, known: object): void {
  const unknown = Object.keys(body).filter((name) => !Object.hasOwn(known, name));
  if (unknown.length > 0) ignoredIn.set(body, unknown);
}

/** The answer to a body. */
export abstract class BodyAnswer {
  @ApiPropertyOptional({
    description: `Unknown fields of the body, which were ignored; at most ${MOST_FIELDS}. Left out if there are none.`,
    type: [String],
    example: ['duration'],
  })
  declare readonly ignored?: string[];
}

/** Names the unknown fields of the body in the answer, so that a typing mistake shows. */
@Injectable()
export class NamesIgnoredFields implements NestInterceptor<object, object> {
  intercept(context: ExecutionContext, next: CallHandler<object>): Observable<object> {
    const { body } = context.switchToHttp().getRequest<Request>() as { body: unknown };
    return next.handle().pipe(
      map((answer) => {
        const names = typeof body === 'object' && body !== null ? ignoredIn.get(body) : undefined;
        if (!names) return answer;
        return { ...answer, ignored: names.slice(0, MOST_FIELDS).map((name) => name.slice(0, LONGEST_NAME)) };
      }),
    );
  }
}
