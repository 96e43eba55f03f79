import { Injectable, SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import { AppConfig } from '../config/app-config.js';
import { idempotencyKeyOf } from '../problems/fields/idempotency-key.js';
import { MEETING_ID, MEETING_ID_RULE } from '../domain/meeting-id.js';
import { InvalidRequest } from '../problems/invalid-request.js';
import { credentialsOf } from './credentials.js';
import type { Principal } from './principal.js';
import { LeaderClaims, type Claimed, type EndingCommand } from './leader-claims.js';
import { Forbidden, Unauthorized } from './refusals.js';
import { AccessPolicy, type Permission } from './access-policy.js';

/** Fields that the guard adds to a request, for interceptors and handlers. */
interface Admitted {
  principal?: Principal | undefined;
  claimed?: Claimed | undefined;
  /**
   * The request repeats one that ended the claim under its Idempotency-Key: answer as the first time, and do
   * nothing else.
   */
  isRepeatedEnd?: boolean | undefined;
}

export type AdmittedRequest = Request & Admitted;

const PERMISSION = 'kyukei:permission';
const CLAIMING = 'kyukei:claiming';
const ENDING = 'kyukei:ending';

export const RequiresPermission = (permission: Permission) => SetMetadata(PERMISSION, permission);
/** Marks the command that claims a meeting (`LEADER_AUTH=claim`). */
export const Claiming = () => SetMetadata(CLAIMING, true);
/** Marks a command that may end a claim, with its name. */
export const Ending = (command: EndingCommand) => SetMetadata(ENDING, command);

/**
 * Admits a request that has the permission of its route on the meeting that it names. The guard runs before
 * the body is validated, so that a 404 or 422 reveals nothing about a meeting. It fails closed: a request
 * that names no meeting, or names it elsewhere than the guard reads it, is refused.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly policy: AccessPolicy,
    private readonly claims: LeaderClaims,
    private readonly config: AppConfig,
    private readonly reflector: Reflector,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const request = context.switchToHttp().getRequest<AdmittedRequest>();
    const permission = permissionFor(
      this.reflector.getAllAndOverride<Permission>(PERMISSION, placesOf(context)),
      request,
    );
    return this.policy.isOpen(permission) || this.admitToAll(permission, request, context);
  }

  /**
   * The ids of the meetings that the handler will use, at least one. Routes that read them from another place
   * override this.
   */
  protected meetingsOf({ params }: AdmittedRequest): readonly unknown[] {
    return [params['meeting_id']];
  }

  /** One meeting that the caller may not use refuses the whole call. */
  private async admitToAll(
    permission: Permission,
    request: AdmittedRequest,
    context: ExecutionContext,
  ): Promise<boolean> {
    const ids = this.meetingsOf(request);
    await Promise.all(ids.map((id) => this.admit(id, permission, request, context)));
    return ids.length > 0;
  }

  protected async admit(
    id: unknown,
    permission: Permission,
    request: AdmittedRequest,
    context: ExecutionContext,
  ): Promise<boolean> {
    if (typeof id !== 'string' || !MEETING_ID.test(id))
      throw new InvalidRequest([{ field: 'meeting_id', message: `must be ${MEETING_ID_RULE}` }]);
    const places = placesOf(context);
    // A shared cache does not know `X-API-Key`, nor when a `?token=` expires, so it must not store the
    // answer.
    context.switchToHttp().getResponse<Response>().setHeader('Cache-Control', 'private, no-cache');

    const credentials = credentialsOf(request);
    const idempotencyKey = idempotencyKeyOf(request);
    const isClaimed = this.config.access.leaders === 'claim';
    const ending = this.reflector.getAllAndOverride<EndingCommand | undefined>(ENDING, places);
    if (isClaimed && credentials && ending) {
      const { secret } = credentials;
      request.isRepeatedEnd = await this.claims.wasEndedBy(id, { command: ending, secret, idempotencyKey });
      if (request.isRepeatedEnd) return true;
    }
    const principal = credentials && (await this.policy.identify(id, credentials));
    const isClaiming = isClaimed && this.reflector.getAllAndOverride<boolean>(CLAIMING, places);
    if (isClaiming && principal?.by !== 'claim') {
      request.claimed = await this.claims.claim(id, idempotencyKey);
      if (request.claimed) return true;
    }
    if (!principal) throw new Unauthorized();
    if (!this.policy.allows(permission, principal) || !isFor(principal, request)) throw new Forbidden();
    if (permission === 'command' && principal.by === 'claim') await this.claims.keep(id);
    request.principal = firstToExpire(request.principal, principal);
    return true;
  }
}

function placesOf(context: ExecutionContext) {
  return [context.getHandler(), context.getClass()];
}

/** A stream with `role=leader` needs more than a member's permission. */
function permissionFor(permission: Permission, { query }: Request): Permission {
  return permission === 'participate' && query['role'] === 'leader' ? 'leaders_view' : permission;
}

/** Picks the principal whose permission ends first, among those of several meetings. */
function firstToExpire(one: Principal | undefined, other: Principal): Principal {
  return (one?.expiresAt ?? Infinity) < (other.expiresAt ?? Infinity) ? (one ?? other) : other;
}

/** Whether the request names the client that its token is for, or no client. */
function isFor({ clientId }: Principal, { query, body }: Request): boolean {
  if (clientId === undefined) return true;
  const named = [query['client_id'], (body as { client_id?: unknown } | undefined)?.client_id];
  return named.every((name) => name === undefined || name === clientId);
}
