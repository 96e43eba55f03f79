import { Body, Controller, Header, HttpCode, Param, Post, Req, UseInterceptors } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiBodyProblems, ApiProblems } from '../problems/api-problems.js';
import { MeetingParams } from '../problems/fields/meeting-params.js';
import { NamesIgnoredFields } from '../problems/ignored-fields.js';
import { InvalidRequest } from '../problems/invalid-request.js';
import { InternalError } from '../problems/request-refusals.js';
import { StoreUnavailable } from '../stores/store-unavailable.js';
import { ForAnyCaller, ForLeaders } from './access.decorators.js';
import type { AdmittedRequest } from './access.guard.js';
import { credentialsOf } from './credentials.js';
import { CodeAnswer, HandoverAnswer } from './dto/handover-answers.js';
import { HandoverBody } from './dto/handover-body.js';
import { Handovers } from './handovers.js';
import { TokensNotIssued, Unauthorized } from './refusals.js';

/** Hands a leader's right to another device (docs/security.md). */
@ApiTags('access')
@Controller('api/meetings/:meeting_id/handover')
@ApiBodyProblems()
@ApiProblems(InvalidRequest, InternalError, StoreUnavailable)
export class HandoverController {
  constructor(private readonly handovers: Handovers) {}

  @Post()
  @HttpCode(200)
  @ForLeaders('leaders_view')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    summary: 'Make a code for another device',
    description:
      'Another device can redeem the code for the right to lead this meeting, once and within a minute. ' +
      'An API key is never handed over: the other device gets a token of 24 hours instead.',
  })
  @ApiOkResponse({ type: CodeAnswer })
  @ApiProblems(TokensNotIssued)
  async issueCode(
    @Param() { meeting_id }: MeetingParams,
    @Req() request: AdmittedRequest,
  ): Promise<CodeAnswer> {
    const secret = credentialsOf(request)?.secret ?? '';
    return new CodeAnswer(meeting_id, await this.handovers.issue(meeting_id, request.principal, secret));
  }

  @Post('redeem')
  @HttpCode(200)
  @ForAnyCaller()
  @UseInterceptors(NamesIgnoredFields)
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    summary: 'Redeem the code of another device',
    description:
      'Needs no key or token. A code that is wrong, used, expired or for another meeting gets ' +
      'the same answer: 401. The code is used up even if the answer gets lost: make another one ' +
      'then.',
  })
  @ApiOkResponse({ type: HandoverAnswer })
  async redeemCode(
    @Param() { meeting_id }: MeetingParams,
    @Body() { code }: HandoverBody,
  ): Promise<HandoverAnswer> {
    const handover = await this.handovers.redeem(meeting_id, code);
    if (!handover) throw new Unauthorized();
    return new HandoverAnswer(meeting_id, handover);
  }
}
