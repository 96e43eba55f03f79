import { Body, Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ForLeaderReads, ForMembersCalls } from '../access/access.decorators.js';
import { ApiPost } from '../problems/api-post.js';
import { IdempotencyKey } from '../problems/fields/idempotency-key.js';
import { MeetingParams } from '../problems/fields/meeting-params.js';
import { ApiProblems } from '../problems/api-problems.js';
import { AckBody } from './dto/ack-body.js';
import { AckAnswer, RequestAnswer, RosterAnswer } from './dto/answers.js';
import { RequestBody } from './dto/request-body.js';
import { MembersService } from './members.service.js';
import { MeetingNotFound, NoBreakToAnswer, TooManyMembers } from '../domain/refusals.js';
import { memberRequests, requestEvents, requestKinds } from '../domain/requests.js';
import { InvalidRequest } from '../problems/invalid-request.js';
import { InternalError } from '../problems/request-refusals.js';
import { StoreUnavailable } from '../stores/store-unavailable.js';

@ApiTags('members')
@ApiProblems(InvalidRequest, MeetingNotFound, InternalError, StoreUnavailable)
@Controller('api/meetings/:meeting_id')
export class MembersController {
  constructor(private readonly members: MembersService) {}

  @ForMembersCalls()
  @ApiPost({
    path: 'rest/ack',
    summary: 'Answer the break',
    description:
      'Says that the member has seen the break, is away, or is back; also after the break is ' +
      'over. Closing the stream changes nothing. When everybody who answered is back, ' +
      '`all_back` is sent, once per break.',
    answer: AckAnswer,
  })
  @ApiProblems(NoBreakToAnswer, TooManyMembers)
  async acknowledgeBreak(
    @Param() { meeting_id }: MeetingParams,
    @Body() { client_id, status, name, rest_id }: AckBody,
    @IdempotencyKey() key?: string,
  ): Promise<AckAnswer> {
    const ack = { clientId: client_id, status, name: name ?? undefined, breakId: rest_id ?? undefined };
    return new AckAnswer(meeting_id, await this.members.ack(meeting_id, ack, key));
  }

  @ForLeaderReads()
  @Get('roster')
  @ApiOperation({
    summary: 'List who answered the break',
    description: 'For leaders, because it contains names.',
  })
  @ApiOkResponse({ type: RosterAnswer })
  async getRoster(@Param() { meeting_id }: MeetingParams): Promise<RosterAnswer> {
    return new RosterAnswer(meeting_id, await this.members.roster(meeting_id));
  }

  @ForMembersCalls()
  @ApiPost({
    path: 'break-requests',
    summary: 'Ask for a break, or for more time',
    description:
      'Anonymous. Counts once per client until a leader reacts; repeating it changes nothing. Leaders get the ' +
      `number of members that ask (${requestEvents.map((event) => `\`${event}\``).join(', ')} on their streams), ` +
      'and whether it is a third of the members.',
    answer: RequestAnswer,
  })
  @ApiProblems(MeetingNotFound, ...requestKinds.map((kind) => memberRequests[kind].refusal))
  async requestBreak(
    @Param() { meeting_id }: MeetingParams,
    @Body() { client_id, kind }: RequestBody,
    @IdempotencyKey() key?: string,
  ): Promise<RequestAnswer> {
    const asked = kind ?? 'break';
    return new RequestAnswer(
      meeting_id,
      asked,
      await this.members.request(meeting_id, asked, client_id, key),
    );
  }
}
