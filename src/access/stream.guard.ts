import { Injectable, type ExecutionContext } from '@nestjs/common';
import { StoreUnavailable } from '../stores/store-unavailable.js';
import { AccessGuard, type AdmittedRequest } from './access.guard.js';
import type { Grant } from './grant.js';
import { ProviderUnavailable } from './refusals.js';
import type { Need } from './rights.js';

/** What the guard found out about a client that opens a stream. */
export interface StreamAdmission {
  /** Left out = anyone may listen. */
  readonly grant?: Grant | undefined;
  /** Whether nobody can tell now if the client has the right; it is to come back. */
  readonly isUndecided: boolean;
}

interface GuardedRequest extends AdmittedRequest {
  isUndecided?: boolean;
}

/**
 * A refused token is final, and 401 or 403 tells an EventSource so. A temporary failure must not become an error
 * status, since an EventSource never retries those: the stream opens, and says goodbye.
 */
@Injectable()
export class StreamGuard extends AccessGuard {
  protected override meetingOf({ query }: GuardedRequest): unknown {
    return query['meeting_id'];
  }

  protected override async admit(
    need: Need,
    request: GuardedRequest,
    context: ExecutionContext,
  ): Promise<boolean> {
    try {
      return await super.admit(need, request, context);
    } catch (error) {
      if (!(error instanceof StoreUnavailable || error instanceof ProviderUnavailable)) throw error;
      request.isUndecided = true;
      return true;
    }
  }
}

/** For a request that the guard has let pass. */
export function admissionOf({ grant, isUndecided = false }: GuardedRequest): StreamAdmission {
  return { grant, isUndecided };
}
