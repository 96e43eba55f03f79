import { Global, Module } from '@nestjs/common';
import { CallerName } from '../limits/caller-name.js';
import { ApiKeys } from './api-keys.js';
import { HandoverController } from './handover.controller.js';
import { Handovers } from './handovers.js';
import { KeyOrAddress } from './key-or-address.js';
import { LeaderClaims } from './leader-claims.js';
import { MemberTokens } from './member-tokens.js';
import { AccessPolicy } from './access-policy.js';
import { TokensController } from './tokens.controller.js';

const offered = [
  ApiKeys,
  LeaderClaims,
  MemberTokens,
  AccessPolicy,
  { provide: CallerName, useClass: KeyOrAddress },
];

/** Decides who may do what. Global, because guards are created in the modules whose routes they guard. */
@Global()
@Module({
  controllers: [TokensController, HandoverController],
  providers: [...offered, Handovers],
  exports: offered,
})
export class AccessModule {}
