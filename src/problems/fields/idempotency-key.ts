import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { Request } from 'express';
import { InvalidRequest } from '../invalid-request.js';

const KEY = /^[\x21-\x7e]{1,255}$/;

/** A string of RFC 8941 §3.3.3. Its parameters are ignored. */
const STRUCTURED = /^"((?:[^"\\]|\\["\\])*)"(?:;.*)?$/;

/**
 * The `Idempotency-Key` header of a request, not validated; `undefined` = there is none. The IETF draft
 * (draft-ietf-httpapi-idempotency-key-header §2.1) quotes the key, and most clients do not: both forms are
 * the same key.
 */
export function idempotencyKeyOf(request: Pick<Request, 'get'>): string | undefined {
  const text = request.get('idempotency-key');
  const [, quoted] = STRUCTURED.exec(text ?? '') ?? [];
  return quoted?.replace(/\\(["\\])/g, '$1') ?? text;
}

/** The validated `Idempotency-Key`, 1 to 255 visible ASCII characters; `undefined` = the client sent none. */
export const IdempotencyKey = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const key = idempotencyKeyOf(context.switchToHttp().getRequest<Request>());
  if (key === undefined || KEY.test(key)) return key;
  throw new InvalidRequest([
    { field: 'Idempotency-Key', message: 'must be 1 to 255 visible ASCII characters' },
  ]);
});

export const ApiIdempotencyKey = (): MethodDecorator =>
  ApiHeader({
    name: 'Idempotency-Key',
    description:
      'A name for this command. If it is repeated under that name within 24 hours, it gets the same answer ' +
      'and is applied once. With or without quotes.',
    required: false,
    schema: { type: 'string', pattern: KEY.source },
  });
