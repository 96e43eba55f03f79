import { applyDecorators, UseGuards, UseInterceptors } from '@nestjs/common';
import { ApiSecurity } from '@nestjs/swagger';
import { ApiProblems } from '../problems/api-problems.js';
import type { ProblemType } from '../domain/refusal.js';
import { AccessGuard, Claiming, Ending, Needs } from './access.guard.js';
import { CallLimit, LimitsCalls } from '../limits/call-limit.guard.js';
import { EndsClaim, HandsOutClaim } from './claim.interceptor.js';
import { StreamGuard } from './stream.guard.js';
import { Forbidden, OriginNotAllowed, Unauthorized } from './refusals.js';
import { TooManyCalls } from '../limits/refusals.js';

/*
 * Whom a route or a controller is for: as it is checked, as it is limited, and as it is documented. The defaults let
 * everybody in, so no key is among what suffices.
 */
type Both = MethodDecorator & ClassDecorator;

const ApiAccess = (...refusals: ProblemType[]): Both =>
  applyDecorators(
    ApiSecurity({}),
    ApiSecurity('key'),
    ApiSecurity('token'),
    ApiProblems(Unauthorized, Forbidden, ...refusals),
  );

const ApiCalls = (): Both => ApiAccess(OriginNotAllowed, TooManyCalls);

/** Commands, or the making of tokens. */
export const ForLeaders = (need: 'command' | 'issue' = 'command'): Both =>
  applyDecorators(
    Needs(need),
    LimitsCalls('commandsPerMinute'),
    UseGuards(CallLimit, AccessGuard),
    ApiCalls(),
  );

/** Beside {@link ForLeaders}: with `LEADER_AUTH=claim` the meeting is its starter's. */
export const ClaimsMeeting = (): MethodDecorator =>
  applyDecorators(Claiming(), UseInterceptors(HandsOutClaim));

/** Beside {@link ForLeaders}: it is nobody's any more. */
export const FreesMeeting = (answer: (meetingId: string) => object): MethodDecorator =>
  applyDecorators(Ending(), UseInterceptors(EndsClaim(answer)));

/** What only leaders see. */
export const ForLeadersEyes = (): Both =>
  applyDecorators(Needs('leaders_view'), UseGuards(AccessGuard), ApiAccess());

/** What everyone in the meeting reads. */
export const ForMembers = (): Both => applyDecorators(Needs('part'), UseGuards(AccessGuard), ApiAccess());

/** What everyone in the meeting says. */
export const ForMembersCalls = (): Both =>
  applyDecorators(
    Needs('part'),
    LimitsCalls('memberCallsPerMinute'),
    UseGuards(CallLimit, AccessGuard),
    ApiCalls(),
  );

export const ForListeners = (): Both => applyDecorators(Needs('part'), UseGuards(StreamGuard), ApiAccess());
