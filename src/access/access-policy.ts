import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { AppConfig } from '../config/app-config.js';
import type { MeetingId } from '../domain/meeting-id.js';
import { ApiKeys } from './api-keys.js';
import type { Credentials } from './credentials.js';
import type { Principal } from './principal.js';
import { CLAIM_SECONDS, LeaderClaims } from './leader-claims.js';
import { MemberTokens } from './member-tokens.js';

/**
 * The permission that a route requires: to command a meeting, to read what only leaders may see, to issue a
 * token, or to take part in the meeting as a member does.
 */
export type Permission = 'command' | 'leaders_view' | 'issue' | 'participate';

/** Decides who may do what. */
@Injectable()
export class AccessPolicy {
  constructor(
    private readonly config: AppConfig,
    private readonly keys: ApiKeys,
    private readonly claims: LeaderClaims,
    private readonly tokens: MemberTokens,
    private readonly clock: Clock,
  ) {}

  /** Whether anyone has this permission, with or without a key or token. */
  isOpen(permission: Permission): boolean {
    const { leaders, members } = this.config.access;
    switch (permission) {
      case 'command':
        return leaders === 'off';
      case 'participate':
        return members === 'off';
      case 'leaders_view':
        return leaders === 'off' && members === 'off';
      case 'issue':
        // No key exists that would help: the answer is that of `MemberTokens.issue`, 409.
        return leaders === 'off';
      default:
        return permission satisfies never;
    }
  }

  /**
   * Whether the principal has the permission. The holder of a token cannot issue another one that lasts
   * longer.
   */
  allows(permission: Permission, { role, by }: Principal): boolean {
    if (permission === 'participate') return true;
    return role === 'leader' && (permission !== 'issue' || by !== 'token');
  }

  /** The principal that a key or token stands for on this meeting; `undefined` = it is not valid. */
  async identify(id: MeetingId, credentials: Credentials): Promise<Principal | undefined> {
    const { leaders } = this.config.access;
    if (leaders === 'key' && this.keys.include(credentials)) return { role: 'leader', by: 'key' };
    const { secret } = credentials;
    if (leaders === 'claim' && (await this.claims.holds(id, secret)))
      return { role: 'leader', by: 'claim', expiresAt: this.clock.now() + CLAIM_SECONDS * 1000 };
    return this.tokens.read(secret, id);
  }
}
