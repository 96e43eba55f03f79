import { applyDecorators, UseGuards, UseInterceptors } from '@nestjs/common';
import { ApiSecurity } from '@nestjs/swagger';
import { ApiProblems } from '../problems/api-problems.js';
import type { ProblemType } from '../domain/refusal.js';
import { AccessGuard, Claiming, Ending, RequiresPermission } from './access.guard.js';
import { CallLimit, LimitsCalls } from '../limits/call-limit.guard.js';
import { EndsClaim, HandsOutClaim } from './claim.interceptor.js';
import { MeetingListGuard, OverviewGuard } from './several-meetings.guards.js';
import { StreamGuard } from './stream.guard.js';
import { Forbidden, OriginNotAllowed, Unauthorized } from './refusals.js';
import { TooManyCalls } from '../limits/refusals.js';

/*
 * Decorators that say who may call a route or a controller. Each one adds the guards, the call limit and the
 * documentation. `ApiSecurity({})` documents that no key is needed by default.
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

/** For leaders' commands, and for routes that pass a leader's right on. */
export const ForLeaders = (permission: 'command' | 'issue' | 'leaders_view' = 'command'): Both =>
  applyDecorators(
    RequiresPermission(permission),
    LimitsCalls('commandsPerMinute'),
    UseGuards(CallLimit, AccessGuard),
    ApiCalls(),
  );

/** In addition to {@link ForLeaders}: with `LEADER_AUTH=claim`, the caller claims the meeting. */
export const ClaimsMeeting = (): MethodDecorator =>
  applyDecorators(Claiming(), UseInterceptors(HandsOutClaim));

/** In addition to {@link ForLeaders}: the claim ends if the meeting is then over. See {@link EndsClaim}. */
export const FreesMeeting = (answer?: (meetingId: string) => object): MethodDecorator =>
  applyDecorators(Ending(), UseInterceptors(EndsClaim(answer)));

/** For routes that only leaders may read. */
export const ForLeadersEyes = (): Both =>
  applyDecorators(RequiresPermission('leaders_view'), UseGuards(AccessGuard), ApiAccess());

/** For routes that every member may read. */
export const ForMembers = (): Both =>
  applyDecorators(RequiresPermission('part'), UseGuards(AccessGuard), ApiAccess());

/** For routes that every member may read, and that name several meetings. */
export const ForMembersOfEach = (): Both =>
  applyDecorators(RequiresPermission('part'), UseGuards(MeetingListGuard), ApiAccess());

/** For members' answers and requests. */
export const ForMembersCalls = (): Both =>
  applyDecorators(
    RequiresPermission('part'),
    LimitsCalls('memberCallsPerMinute'),
    UseGuards(CallLimit, AccessGuard),
    ApiCalls(),
  );

/**
 * For a call without a key or token. It is counted as other calls are, so that nobody can guess the secret
 * that it takes.
 */
export const ForAnyCaller = (): MethodDecorator =>
  applyDecorators(
    LimitsCalls('commandsPerMinute'),
    UseGuards(CallLimit),
    ApiProblems(Unauthorized, OriginNotAllowed, TooManyCalls),
  );

/** For event streams. */
export const ForListeners = (): Both =>
  applyDecorators(RequiresPermission('part'), UseGuards(StreamGuard), ApiAccess());

/** For event streams of several meetings. */
export const ForListenersOfEach = (): Both =>
  applyDecorators(RequiresPermission('part'), UseGuards(OverviewGuard), ApiAccess());
