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
import { StoreUnavailable } from '../stores/store-unavailable.js';
import { withTimeLimit } from '../stores/time-limit.js';
import { LeaderClaims, type Claimed, type EndingCommand } from './leader-claims.js';
import { Unauthorized } from './refusals.js';

/** Around `start`: adds the leader token to the answer, and releases the claim if the start fails. */
@Injectable()
export class HandsOutClaim implements NestInterceptor<object, object> {
  constructor(
    private readonly claims: LeaderClaims,
    private readonly meetings: MeetingStore,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler<object>): Observable<object> {
    const http = context.switchToHttp();
    const { claimed, params } = http.getRequest<AdmittedRequest>();
    if (!claimed) return next.handle();
    const id = String(params['meeting_id']);
    return next.handle().pipe(
      catchError((error: unknown) =>
        from(this.giveBack(id, claimed, error)).pipe(concatMap(() => throwError(() => error))),
      ),
      // If this fails, the meeting has started: the caller owns it, and gets the token by repeating the call.
      concatMap((answer) => from(this.keep(id, claimed)).pipe(map(() => answer))),
      map((answer) => {
        http.getResponse<Response>().setHeader('Cache-Control', 'no-store');
        return { ...answer, leader_token: claimed.token };
      }),
    );
  }

  /** A start that repeats one from before the meeting's end gets the first answer, but starts nothing. */
  private async keep(id: string, claimed: Claimed): Promise<void> {
    const isOver = claimed.isNew && !(await isStarted(this.meetings, id));
    return isOver ? this.claims.release(id, claimed) : this.claims.keep(id);
  }

  /**
   * Releases the claim, unless the meeting was started although the store did not answer in time. If the release
   * fails, the claim expires after a minute. One time limit for both steps, because the caller waits.
   */
  private giveBack(id: string, claimed: Claimed, error: unknown): Promise<void> {
    const release = async () => {
      if (
        !claimed.isNew ||
        (error instanceof StoreUnavailable && (await isStarted(this.meetings, id).catch(() => false)))
      )
        return;
      await this.claims.release(id, claimed);
    };
    return withTimeLimit(release()).catch(() => undefined);
  }
}

async function isStarted(meetings: MeetingStore, id: string): Promise<boolean> {
  const { meeting } = await withTimeLimit(meetings.load(id));
  return meeting.startedAt !== null;
}

/**
 * Around `end` and `undo`: ends the claim if the meeting is then over, or was never started. `answer` makes the
 * answer for an `end` that is repeated under its Idempotency-Key. The handler does not run for it: somebody
 * else may have started the meeting again. For an undo the handler finds the first answer under the key.
 */
export function EndsClaim(
  command: EndingCommand,
  answer?: (meetingId: string) => object,
): Type<NestInterceptor<object, object>> {
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
        const by = { command, secret, idempotencyKey: idempotencyKeyOf(request) };
        if (!(await isStarted(this.meetings, id))) await this.claims.end(id, held, by);
        return answered;
      };
      return from(this.claims.held(id, secret, principal.by).then(end));
    }
  }
  return mixin(EndsClaimInterceptor);
}
