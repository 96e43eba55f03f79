import { Body, Controller, Header, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { MeetingParams } from '../problems/fields/meeting-params.js';
import { ApiProblems } from '../problems/api-problems.js';
import { ForLeaders } from './access.decorators.js';
import { DEFAULT_TTL_SECONDS, TokenBody } from './dto/token-body.js';
import { TokenAnswer } from './dto/token-answer.js';
import { MemberTokens } from './member-tokens.js';

@ApiTags('access')
@Controller('api/meetings/:meeting_id/tokens')
export class TokensController {
  constructor(private readonly tokens: MemberTokens) {}

  @Post()
  @HttpCode(200)
  @ForLeaders('issue')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    summary: 'Make a token',
    description:
      'For a member, or another leader, of this meeting. It needs an API key or the `leader_token` itself: a token makes no ' +
      'tokens. Each call makes another one; none can be taken back before it expires.',
  })
  @ApiBody({ type: TokenBody, required: false })
  @ApiOkResponse({ type: TokenAnswer })
  @ApiProblems('malformed_json', 'bad_request', 'tokens_not_issued', 'body_too_large', 'unsupported_encoding')
  @ApiProblems('invalid_request', 'internal_error', 'store_unavailable')
  async issue(
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
