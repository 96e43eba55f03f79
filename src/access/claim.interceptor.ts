import {
  Injectable,
  mixin,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
  type Type,
} from '@nestjs/common';
import type { Response } from 'express';
import { catchError, concatMap, from, lastValueFrom, map, of, throwError, type Observable } from 'rxjs';
import { AppConfig } from '../config/app-config.js';
import { idempotencyKeyOf } from '../problems/fields/idempotency-key.js';
import type { AdmittedRequest } from './access.guard.js';
import { credentialsOf } from './credentials.js';
import { MeetingStore } from '../stores/meeting-store.js';
import { withTimeLimit } from '../stores/time-limit.js';
import { LeaderClaims, type Claimed } from './leader-claims.js';
import { Unauthorized } from './refusals.js';

/** Around `start`: adds the leader token to the answer, and releases the claim if the start fails. */
@Injectable()
export class HandsOutClaim implements NestInterceptor<object, object> {
  constructor(private readonly claims: LeaderClaims) {}

  intercept(context: ExecutionContext, next: CallHandler<object>): Observable<object> {
    const http = context.switchToHttp();
    const { claimed, params } = http.getRequest<AdmittedRequest>();
    if (!claimed) return next.handle();
    const id = String(params['meeting_id']);
    return next.handle().pipe(
      concatMap((answer) => from(this.claims.keep(id)).pipe(map(() => answer))),
      map((answer) => {
        http.getResponse<Response>().setHeader('Cache-Control', 'no-store');
        return { ...answer, leader_token: claimed.token };
      }),
      catchError((error: unknown) =>
        from(this.giveBack(id, claimed)).pipe(concatMap(() => throwError(() => error))),
      ),
    );
  }

  /** If the release fails too, the claim expires after a minute. */
  private async giveBack(id: string, claimed: Claimed): Promise<void> {
    if (claimed.isNew) await this.claims.release(id, claimed).catch(() => undefined);
  }
}

/**
 * Around `end` and `undo`: ends the claim if the meeting is then over, or was never started. `answer` makes the
 * answer for an `end` that is repeated under its Idempotency-Key. The handler does not run for it: somebody
 * else may have started the meeting again. For an undo the handler finds the first answer under the key.
 */
export function EndsClaim(answer?: (meetingId: string) => object): Type<NestInterceptor<object, object>> {
  @Injectable()
  class EndsClaimInterceptor implements NestInterceptor<object, object> {
    constructor(
      private readonly claims: LeaderClaims,
      private readonly config: AppConfig,
      private readonly meetings: MeetingStore,
    ) {}

    intercept(context: ExecutionContext, next: CallHandler<object>): Observable<object> {
      const request = context.switchToHttp().getRequest<AdmittedRequest>();
      const { principal, isRepeatedEnd } = request;
      const id = String(request.params['meeting_id']);
      if (isRepeatedEnd) return answer ? of(answer(id)) : next.handle();
      if (this.config.access.leaders !== 'claim') return next.handle();
      // The guard admits nobody without a principal. If it ever does, the claim must not end.
      if (!principal) throw new Unauthorized();
      const secret = credentialsOf(request)?.secret ?? '';
      const end = async (held: string) => {
        const answered = await lastValueFrom(next.handle());
        const { meeting } = await withTimeLimit(this.meetings.load(id));
        if (meeting.startedAt === null) await this.claims.end(id, held, secret, idempotencyKeyOf(request));
        return answered;
      };
      return from(this.claims.held(id, secret, principal.by).then(end));
    }
  }
  return mixin(EndsClaimInterceptor);
}
