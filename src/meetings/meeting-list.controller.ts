import { Controller, Get, Headers, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { ForMembersOfSeveral } from '../access/access.decorators.js';
import { Clock } from '../clock/clock.js';
import { ApiProblems } from '../problems/api-problems.js';
import { ApiMeetingIds, meetingIdsOf, MEETINGS_IN_LIST } from '../problems/fields/meeting-ids.js';
import { InvalidRequest } from '../problems/invalid-request.js';
import { InternalError } from '../problems/request-refusals.js';
import { StoreUnavailable } from '../stores/store-unavailable.js';
import { MeetingListQuery } from './dto/meeting-list-query.js';
import { MeetingsAnswer } from './dto/meetings-answer.js';
import { unlessKnown } from './etag.js';
import { MeetingsService } from './meetings.service.js';

@ApiTags('meetings')
@ApiProblems(InvalidRequest, InternalError, StoreUnavailable)
@ForMembersOfSeveral()
@Controller('api/meetings')
export class MeetingListController {
  constructor(
    private readonly meetings: MeetingsService,
    private readonly clock: Clock,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Get several meetings',
    description:
      'For dashboards: the answer of `GET /api/meetings/{meeting_id}` for each meeting, in one ' +
      'read of the store. The caller needs the right to read each of them. `ETag` and ' +
      '`If-None-Match` work in the same way.',
  })
  @ApiMeetingIds(MEETINGS_IN_LIST)
  @ApiOkResponse({ type: MeetingsAnswer })
  @ApiHeader({ name: 'if-none-match', description: 'The `ETag` of the last answer.', required: false })
  @ApiResponse({ status: 304, description: 'Nothing has changed since the `ETag`.' })
  async getMeetings(
    @Query() { role }: MeetingListQuery,
    @Query() query: Record<string, unknown>,
    @Res({ passthrough: true }) response: Response,
    @Headers('if-none-match') ifNoneMatch?: string,
  ): Promise<MeetingsAnswer | undefined> {
    const loaded = await this.meetings.loadAll(meetingIdsOf(query, MEETINGS_IN_LIST));
    const answer = new MeetingsAnswer(loaded, role ?? 'member', this.clock.timestamp());
    return unlessKnown(answer, response, ifNoneMatch);
  }
}
