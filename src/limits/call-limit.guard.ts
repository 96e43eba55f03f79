import { createHash } from 'node:crypto';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import { Clock } from '../clock/clock.js';
import { AppConfig } from '../config/app-config.js';
import { CallCounter } from './call-counter.js';
import { WINDOW_MS } from '../stores/call-counts.js';
import { CallerName } from './caller-name.js';
import { TooManyCalls } from './refusals.js';

/** Names the limit of a route. */
export const LimitsCalls = Reflector.createDecorator<'commandsPerMinute' | 'memberCallsPerMinute'>();

/**
 * Limits how many calls a caller may make in a minute; leaders' and members' calls are counted apart. It runs
 * before every other guard, so that guesses of a key count too.
 *
 * `@nestjs/throttler` 6.7 does not fit: it is CommonJS, which jest cannot load beside an ESM Nest on Node 20,
 * and we would replace its counts, names, headers and answer.
 */
@Injectable()
export class CallLimit implements CanActivate {
  constructor(
    private readonly counter: CallCounter,
    private readonly caller: CallerName,
    private readonly config: AppConfig,
    private readonly clock: Clock,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const kind = this.reflector.getAllAndOverride(LimitsCalls, [context.getHandler(), context.getClass()]);
    const limit = this.config.limits[kind];
    if (limit === 0) return true;
    const http = context.switchToHttp();
    const now = this.clock.now();
    const window = Math.floor(now / WINDOW_MS);
    const secondsLeft = Math.ceil(((window + 1) * WINDOW_MS - now) / 1000);
    const count = await this.count(`${kind} ${this.caller.of(http.getRequest<Request>())}`, window);
    const response = http.getResponse<Response>().set({
      'RateLimit-Limit': String(limit),
      'RateLimit-Remaining': String(Math.max(0, limit - count)),
      'RateLimit-Reset': String(secondsLeft),
    });
    if (count <= limit) return true;
    response.set('Retry-After', String(secondsLeft));
    throw new TooManyCalls(secondsLeft);
  }

  private count(caller: string, window: number): Promise<number> {
    // Only a digest of the caller's name becomes part of a Redis key.
    return this.counter.count(createHash('sha256').update(caller).digest('base64url'), window);
  }
}
