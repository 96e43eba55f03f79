import { Injectable } from '@nestjs/common';
import { ClaimStore } from '../access/claim-store.js';
import type { MeetingId } from '../meetings/rules/meeting-id.js';
import { claimKey } from './keys.js';
import { RedisScripts } from './scripts.js';

@Injectable()
export class RedisClaimStore extends ClaimStore {
  constructor(private readonly scripts: RedisScripts) {
    super();
  }

  override claim(id: MeetingId, digest: string, seconds: number): Promise<boolean> {
    return this.scripts.reach(
      async (redis) => (await redis.set(claimKey(id), digest, 'EX', seconds, 'NX')) === 'OK',
    );
  }

  override holder(id: MeetingId): Promise<string | undefined> {
    return this.scripts.reach(async (redis) => (await redis.get(claimKey(id))) ?? undefined);
  }

  override async keep(id: MeetingId, seconds: number): Promise<void> {
    await this.scripts.reach((redis) => redis.expire(claimKey(id), seconds));
  }

  override async release(id: MeetingId): Promise<void> {
    await this.scripts.reach((redis) => redis.del(claimKey(id)));
  }
}
