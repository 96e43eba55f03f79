import { applyDecorators, UseGuards, UseInterceptors } from '@nestjs/common';
import { ApiSecurity } from '@nestjs/swagger';
import { ApiProblems } from '../problems/api-problems.js';
import type { ProblemType } from '../domain/refusal.js';
import { AccessGuard, Claiming, Ending, RequiresPermission } from './access.guard.js';
import { CallLimit, LimitsCalls } from '../limits/call-limit.guard.js';
import { EndsClaim, HandsOutClaim } from './claim.interceptor.js';
import type { EndingCommand } from './leader-claims.js';
import { MeetingListGuard, OverviewGuard } from './several-meetings.guards.js';
import { StreamGuard } from './stream.guard.js';
import { Forbidden, OriginNotAllowed, Unauthorized } from './refusals.js';
import { TooManyCalls } from '../limits/refusals.js';

/*
 * Decorators that say who may call a route or a controller. Each one adds the guards, the call limit and the
 * documentation. `ApiSecurity({})` documents that no key is needed by default.
 */
type RouteDecorator = MethodDecorator & ClassDecorator;

const ApiAccess = (...refusals: ProblemType[]): RouteDecorator =>
  applyDecorators(
    ApiSecurity({}),
    ApiSecurity('key'),
    ApiSecurity('token'),
    ApiProblems(Unauthorized, Forbidden, ...refusals),
  );

const ApiCalls = (): RouteDecorator => ApiAccess(OriginNotAllowed, TooManyCalls);

/** For leaders' commands, and for routes that pass a leader's right on. */
export const ForLeaders = (permission: 'command' | 'issue' | 'leaders_view' = 'command'): RouteDecorator =>
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
export const ReleasesMeeting = (
  command: EndingCommand,
  answer?: (meetingId: string) => object,
): MethodDecorator => applyDecorators(Ending(command), UseInterceptors(EndsClaim(command, answer)));

/** For routes that only leaders may read. */
export const ForLeaderReads = (): RouteDecorator =>
  applyDecorators(RequiresPermission('leaders_view'), UseGuards(AccessGuard), ApiAccess());

/** For routes that every member may read. */
export const ForMembers = (): RouteDecorator =>
  applyDecorators(RequiresPermission('participate'), UseGuards(AccessGuard), ApiAccess());

/** For routes that every member may read, and that name several meetings. */
export const ForMembersOfSeveral = (): RouteDecorator =>
  applyDecorators(RequiresPermission('participate'), UseGuards(MeetingListGuard), ApiAccess());

/** For members' answers and requests. */
export const ForMembersCalls = (): RouteDecorator =>
  applyDecorators(
    RequiresPermission('participate'),
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
export const ForListeners = (): RouteDecorator =>
  applyDecorators(RequiresPermission('participate'), UseGuards(StreamGuard), ApiAccess());

/** For event streams of several meetings. */
export const ForListenersOfSeveral = (): RouteDecorator =>
  applyDecorators(RequiresPermission('participate'), UseGuards(OverviewGuard), ApiAccess());
