import { Injectable, type ExecutionContext } from '@nestjs/common';
import { StoreUnavailable } from '../stores/store-unavailable.js';
import { AccessGuard, type AdmittedRequest } from './access.guard.js';
import type { Principal } from './principal.js';
import { ProviderUnavailable } from './refusals.js';
import type { Permission } from './access-policy.js';

/** The guard's decision about a stream. */
export interface StreamAdmission {
  /** Left out = anyone may open a stream. */
  readonly principal?: Principal | undefined;
  /** Whether the permission cannot be checked now; the client shall come back. */
  readonly isUndecided: boolean;
}

interface GuardedRequest extends AdmittedRequest {
  isUndecided?: boolean;
}

/**
 * Refuses a stream with 401 or 403 only if its token is not valid, because an EventSource never retries after
 * an error status. On a temporary failure the stream opens, says `goodbye`, and ends.
 */
@Injectable()
export class StreamGuard extends AccessGuard {
  protected override meetingsOf({ query }: GuardedRequest): readonly unknown[] {
    return [query['meeting_id']];
  }

  protected override async admit(
    id: unknown,
    permission: Permission,
    request: GuardedRequest,
    context: ExecutionContext,
  ): Promise<boolean> {
    try {
      return await super.admit(id, permission, request, context);
    } catch (error) {
      if (!(error instanceof StoreUnavailable || error instanceof ProviderUnavailable)) throw error;
      request.isUndecided = true;
      return true;
    }
  }
}

/** The decision about a request that the guard has admitted. */
export function admissionOf({ principal, isUndecided = false }: GuardedRequest): StreamAdmission {
  return { principal, isUndecided };
}
