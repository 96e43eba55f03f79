import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { Request } from 'express';
import { InvalidRequest } from '../../problems/invalid-request.js';

const KEY = /^[\x21-\x7e]{1,255}$/;

/** The client's name for one command, 1 to 255 visible ASCII characters; `undefined` when it sent none. */
export const IdempotencyKey = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const key = context.switchToHttp().getRequest<Request>().get('idempotency-key');
  if (key === undefined || KEY.test(key)) return key;
  throw new InvalidRequest([
    { field: 'Idempotency-Key', message: 'must be 1 to 255 visible ASCII characters' },
  ]);
});

export const ApiIdempotencyKey = (): MethodDecorator =>
  ApiHeader({
    name: 'Idempotency-Key',
    description: 'Name the command, and repeating it within 24 hours answers the same and notifies once.',
    required: false,
    schema: { type: 'string', pattern: KEY.source },
  });
