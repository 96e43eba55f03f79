import { Injectable, type ExecutionContext } from '@nestjs/common';
import { StoreUnavailable } from '../stores/store-unavailable.js';
import { AccessGuard, type AdmittedRequest } from './access.guard.js';
import { addressOf } from '../limits/address.js';
import type { Grant } from './grant.js';
import { ProviderUnavailable } from './refusals.js';
import type { Need } from './rights.js';

/** With what a stream is opened. */
export interface Pass {
  /** Whose places it takes; a network of IPv6 (/64) is one address. It costs a little, so it is asked for only where it counts. */
  readonly address: () => string;
  /** Left out = anyone may. */
  readonly grant?: Grant | undefined;
  /** Whether a right cannot be told now; the client is to come back. */
  readonly isUndecided: boolean;
}

interface StreamRequest extends AdmittedRequest {
  isUndecided?: boolean;
}

/**
 * A refused token is final, and 401 or 403 tells an EventSource so. What passes by itself must not be told by a status: then
 * the stream is opened, and says goodbye.
 */
@Injectable()
export class StreamGuard extends AccessGuard {
  protected override meetingOf({ query }: StreamRequest): unknown {
    return query['meeting_id'];
  }

  protected override async admit(
    need: Need,
    request: StreamRequest,
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

/** Of a request that the guard has let pass. */
export function passOf(request: StreamRequest): Pass {
  const { grant, isUndecided = false } = request;
  return { address: () => addressOf(request), grant, isUndecided };
}
