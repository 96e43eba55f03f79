import { Injectable, SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import { AppConfig } from '../config/app-config.js';
import { idempotencyKeyOf } from '../problems/fields/idempotency-key.js';
import { MEETING_ID, MEETING_ID_RULE } from '../domain/meeting-id.js';
import { InvalidRequest } from '../problems/invalid-request.js';
import { credentialsOf } from './credentials.js';
import type { Grant } from './grant.js';
import { LeaderClaims, type Claimed } from './leader-claims.js';
import { Forbidden, Unauthorized } from './refusals.js';
import { Rights, type Need } from './rights.js';

/** What the guard found out, for those who come after it. */
interface Admitted {
  grant?: Grant | undefined;
  claimed?: Claimed | undefined;
  /** With which the meeting was ended before, under the same Idempotency-Key: the first answer is due, and nothing else. */
  isRepeatedEnd?: boolean | undefined;
}

export type AdmittedRequest = Request & Admitted;

const NEED = 'kyukei:need';
const CLAIMING = 'kyukei:claiming';
const ENDING = 'kyukei:ending';

export const Needs = (need: Need) => SetMetadata(NEED, need);
/** The command makes a meeting the caller's (`LEADER_AUTH=claim`). */
export const Claiming = () => SetMetadata(CLAIMING, true);
/** The command makes a meeting nobody's. */
export const Ending = () => SetMetadata(ENDING, true);

/**
 * Lets a request pass that may do what its route needs on the meeting it names. It runs before the body is checked, so that
 * nobody learns from a 404 or a 422 what a meeting is like. It fails closed: a right is a right on a meeting, so a request that
 * names no meeting, or names it in another place than its guard reads, has no right.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly rights: Rights,
    private readonly claims: LeaderClaims,
    private readonly config: AppConfig,
    private readonly reflector: Reflector,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const request = context.switchToHttp().getRequest<AdmittedRequest>();
    const need = needOf(this.reflector.getAllAndOverride<Need>(NEED, placesOf(context)), request);
    return this.rights.isOpen(need) || this.admit(need, request, context);
  }

  /** The meeting that the handler will act on. A subclass for routes that read it elsewhere overrides this. */
  protected meetingOf({ params }: AdmittedRequest): unknown {
    return params['meeting_id'];
  }

  protected async admit(need: Need, request: AdmittedRequest, context: ExecutionContext): Promise<boolean> {
    const id = this.meetingOf(request);
    if (typeof id !== 'string' || !MEETING_ID.test(id))
      throw new InvalidRequest([{ field: 'meeting_id', message: `must be ${MEETING_ID_RULE}` }]);
    const places = placesOf(context);
    // A cache on the way knows nothing of `X-API-Key`, nor that what was answered to a `?token=` is not for who comes after its end.
    context.switchToHttp().getResponse<Response>().setHeader('Cache-Control', 'private, no-cache');

    const credentials = credentialsOf(request);
    const idempotencyKey = idempotencyKeyOf(request);
    const isClaimed = this.config.access.leaders === 'claim';
    if (isClaimed && credentials && this.reflector.getAllAndOverride<boolean>(ENDING, places)) {
      request.isRepeatedEnd = await this.claims.wasEndedBy(id, credentials.secret, idempotencyKey);
      if (request.isRepeatedEnd) return true;
    }
    const grant = credentials && (await this.rights.grant(id, credentials));
    const isClaiming = isClaimed && this.reflector.getAllAndOverride<boolean>(CLAIMING, places);
    if (isClaiming && grant?.by !== 'claim') {
      request.claimed = await this.claims.claim(id, idempotencyKey);
      if (request.claimed) return true;
    }
    if (!grant) throw new Unauthorized();
    if (!this.rights.suffices(need, grant) || !isFor(grant, request)) throw new Forbidden();
    if (need === 'command' && grant.by === 'claim') await this.claims.keep(id);
    request.grant = grant;
    return true;
  }
}

function placesOf(context: ExecutionContext) {
  return [context.getHandler(), context.getClass()];
}

/** The query of a stream may ask for more than a part. */
function needOf(need: Need, { query }: Request): Need {
  return need === 'part' && query['role'] === 'leader' ? 'leaders_view' : need;
}

/** Whether the request speaks for the client whose token it shows, or for none. */
function isFor({ clientId }: Grant, { query, body }: Request): boolean {
  if (clientId === undefined) return true;
  const named = [query['client_id'], (body as { client_id?: unknown } | undefined)?.client_id];
  return named.every((name) => name === undefined || name === clientId);
}
