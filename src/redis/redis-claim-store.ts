import { Injectable } from '@nestjs/common';
import { ClaimStore, type Ended } from '../stores/claim-store.js';
import type { MeetingId } from '../domain/meeting-id.js';
import { Keys } from './keys.js';
import { RedisScripts } from './scripts.js';

@Injectable()
export class RedisClaimStore extends ClaimStore {
  constructor(
    private readonly scripts: RedisScripts,
    private readonly keys: Keys,
  ) {
    super();
  }

  override claim(id: MeetingId, digest: string, seconds: number): Promise<boolean> {
    return this.scripts.run(
      async (redis) => (await redis.set(this.keys.claimKey(id), digest, 'EX', seconds, 'NX')) === 'OK',
    );
  }

  override holder(id: MeetingId): Promise<string | undefined> {
    return this.scripts.run(async (redis) => (await redis.get(this.keys.claimKey(id))) ?? undefined);
  }

  override async keep(id: MeetingId, seconds: number): Promise<void> {
    await this.scripts.run((redis) => redis.expire(this.keys.claimKey(id), seconds));
  }

  override async release(id: MeetingId, digest: string, ended?: Ended): Promise<void> {
    const { call, seconds = 0 } = ended ?? {};
    await this.scripts.run((redis) =>
      redis.releaseClaim(this.keys.claimKey(id), this.keys.endedKey(id, call), digest, seconds),
    );
  }

  override wasEndedBy(id: MeetingId, call: string): Promise<boolean> {
    return this.scripts.run(async (redis) => (await redis.exists(this.keys.endedKey(id, call))) === 1);
  }

  override async keepSealed(id: MeetingId, name: string, sealed: string, seconds: number): Promise<void> {
    await this.scripts.run((redis) => redis.set(this.keys.handoverKey(id, name), sealed, 'EX', seconds));
  }

  override takeSealed(id: MeetingId, name: string): Promise<string | undefined> {
    const key = this.keys.handoverKey(id, name);
    return this.scripts.run(async (redis) => {
      // Not GETDEL, for which the documented Redis user has no right.
      const [[notRead, sealed] = [], [notRemoved] = []] =
        (await redis.multi().get(key).del(key).exec()) ?? [];
      const failure = notRead ?? notRemoved;
      if (failure) throw failure;
      return typeof sealed === 'string' ? sealed : undefined;
    });
  }
}
