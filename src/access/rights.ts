import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { AppConfig } from '../config/app-config.js';
import type { MeetingId } from '../domain/meeting-id.js';
import { ApiKeys } from './api-keys.js';
import type { Credentials } from './credentials.js';
import type { Grant } from './grant.js';
import { CLAIM_SECONDS, LeaderClaims } from './leader-claims.js';
import { MemberTokens } from './member-tokens.js';

/** What a route asks for: a command of a leader's, what only leaders see, a token to be issued, or a part in the meeting. */
export type Need = 'command' | 'leaders_view' | 'issue' | 'part';

/** Who may do what. */
@Injectable()
export class Rights {
  constructor(
    private readonly config: AppConfig,
    private readonly keys: ApiKeys,
    private readonly claims: LeaderClaims,
    private readonly tokens: MemberTokens,
    private readonly clock: Clock,
  ) {}

  /** Whether anyone may, with or without a key or a token. */
  isOpen(need: Need): boolean {
    const { leaders, members } = this.config.access;
    switch (need) {
      case 'command':
        return leaders === 'off';
      case 'part':
        return members === 'off';
      case 'leaders_view':
        return leaders === 'off' && members === 'off';
      case 'issue':
        return false;
      default:
        return need satisfies never;
    }
  }

  /** Whether it suffices. Who was only given a token must not make itself another one, which would last longer. */
  suffices(need: Need, { role, by }: Grant): boolean {
    if (need === 'part') return true;
    return role === 'leader' && (need !== 'issue' || by !== 'token');
  }

  /** What a key or a token is good for on this meeting; `undefined` = nothing. */
  async grant(id: MeetingId, credentials: Credentials): Promise<Grant | undefined> {
    const { leaders } = this.config.access;
    if (leaders === 'key' && this.keys.include(credentials)) return { role: 'leader', by: 'key' };
    const { secret } = credentials;
    if (leaders === 'claim' && (await this.claims.holds(id, secret)))
      return { role: 'leader', by: 'claim', expiresAt: this.clock.now() + CLAIM_SECONDS * 1000 };
    return this.tokens.read(secret, id);
  }
}
