import { Body, Controller, Header, HttpCode, Param, Post, UseInterceptors } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { MeetingParams } from '../problems/fields/meeting-params.js';
import { ApiBodyProblems, ApiProblems } from '../problems/api-problems.js';
import { ForLeaders } from './access.decorators.js';
import { DEFAULT_TTL_SECONDS, TokenBody } from './dto/token-body.js';
import { TokenAnswer } from './dto/token-answer.js';
import { MemberTokens } from './member-tokens.js';
import { TokensNotIssued } from './refusals.js';
import { NamesIgnoredFields } from '../problems/ignored-fields.js';
import { InvalidRequest } from '../problems/invalid-request.js';
import { InternalError } from '../problems/request-refusals.js';
import { StoreUnavailable } from '../stores/store-unavailable.js';

@ApiTags('access')
@Controller('api/meetings/:meeting_id/tokens')
export class TokensController {
  constructor(private readonly tokens: MemberTokens) {}

  @Post()
  @HttpCode(200)
  @ForLeaders('issue')
  @UseInterceptors(NamesIgnoredFields)
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    summary: 'Make a token',
    description:
      'For a member, or another leader, of this meeting. Needs an API key or the ' +
      '`leader_token`, because a token cannot make tokens. Each call makes a new token. A token ' +
      'cannot be revoked before it expires.',
  })
  @ApiBody({ type: TokenBody, required: false })
  @ApiOkResponse({ type: TokenAnswer })
  @ApiBodyProblems()
  @ApiProblems(TokensNotIssued)
  @ApiProblems(InvalidRequest, InternalError, StoreUnavailable)
  async issueToken(
    @Param() { meeting_id }: MeetingParams,
    @Body() { role, ttl_seconds, client_id }: TokenBody,
  ): Promise<TokenAnswer> {
    const options = {
      role: role ?? 'member',
      ttlSeconds: ttl_seconds ?? DEFAULT_TTL_SECONDS,
      clientId: client_id ?? undefined,
    } as const;
    return new TokenAnswer(meeting_id, await this.tokens.issue(meeting_id, options));
  }
}
