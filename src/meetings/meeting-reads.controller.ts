import { Controller, Get, Headers, Param, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { ForMembers } from '../access/access.decorators.js';
import { Clock } from '../clock/clock.js';
import { ApiProblems } from '../problems/api-problems.js';
import { HistoryAnswer } from './dto/history-answer.js';
import { LogAnswer } from './dto/log-answer.js';
import { LogQuery } from './dto/log-query.js';
import { StatusAnswer } from './dto/meeting-answers.js';
import { MeetingParams } from '../problems/fields/meeting-params.js';
import { SnapshotAnswer } from './dto/snapshot-answer.js';
import { calendarOf } from './calendar.js';
import { unlessKnown } from './etag.js';
import { MeetingsService } from './meetings.service.js';
import { MeetingNotFound } from '../domain/refusals.js';
import { InvalidRequest } from '../problems/invalid-request.js';
import { InternalError } from '../problems/request-refusals.js';
import { StoreUnavailable } from '../stores/store-unavailable.js';

const CALENDAR = 'text/calendar';

@ApiTags('meetings')
@ApiProblems(InvalidRequest, InternalError, StoreUnavailable)
@ForMembers()
@Controller('api/meetings/:meeting_id')
export class MeetingReadsController {
  constructor(
    private readonly meetings: MeetingsService,
    private readonly clock: Clock,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Get the meeting',
    description:
      'The data of `state` on the stream. The `ETag` changes with everything except ' +
      '`server_time`; a request with `If-None-Match` gets 304 if nothing has changed.',
  })
  @ApiOkResponse({ type: SnapshotAnswer })
  @ApiHeader({ name: 'if-none-match', description: 'The `ETag` of the last answer.', required: false })
  @ApiResponse({ status: 304, description: 'Nothing has changed since the `ETag`.' })
  @ApiProblems(MeetingNotFound)
  async getMeeting(
    @Param() { meeting_id }: MeetingParams,
    @Res({ passthrough: true }) response: Response,
    @Headers('if-none-match') ifNoneMatch?: string,
  ): Promise<SnapshotAnswer | undefined> {
    return unlessKnown(await this.meetings.snapshot(meeting_id), response, ifNoneMatch);
  }

  @Get('status')
  @ApiOperation({
    summary: 'Get whether a break is on',
    description: 'A short answer, in the format of the reference server.',
  })
  @ApiOkResponse({ type: StatusAnswer })
  @ApiProblems(MeetingNotFound)
  async getStatus(@Param() { meeting_id }: MeetingParams): Promise<StatusAnswer> {
    return new StatusAnswer((await this.meetings.find(meeting_id)).meeting);
  }

  @Get('events')
  @ApiOperation({
    summary: 'List the notices since a cursor',
    description:
      'The same notices as on the stream, for clients that poll. Also works for a meeting that nobody has started.',
  })
  @ApiOkResponse({ type: LogAnswer })
  listNotices(@Param() { meeting_id }: MeetingParams, @Query() query: LogQuery): Promise<LogAnswer> {
    return this.meetings.readLog(meeting_id, query);
  }

  @Get('history')
  @ApiOperation({
    summary: "Get the totals of the meeting's breaks",
    description:
      'The totals since the last start, and those of earlier runs; kept for `HISTORY_RETENTION_HOURS` after ' +
      'an end. They describe the meeting, never a person.',
  })
  @ApiOkResponse({ type: HistoryAnswer })
  @ApiProblems(MeetingNotFound)
  async getHistory(@Param() { meeting_id }: MeetingParams): Promise<HistoryAnswer> {
    return new HistoryAnswer(await this.meetings.findWithHistory(meeting_id), this.clock.timestamp());
  }

  @Get('calendar.ics')
  @ApiOperation({
    summary: 'Get the planned breaks as a calendar',
    description:
      'The breaks of the next 24 hours, if nobody changes the plan, for calendar programs (RFC ' +
      '5545); empty without a plan. The current break comes first, if its end is known. A break ' +
      'keeps its `UID` when it is postponed.',
  })
  @ApiOkResponse({
    description: 'The calendar.',
    content: { [CALENDAR]: { schema: { type: 'string' } } },
  })
  @ApiProblems(MeetingNotFound)
  async getCalendar(
    @Param() { meeting_id }: MeetingParams,
    @Res({ passthrough: true }) response: Response,
  ): Promise<string> {
    const { meeting } = await this.meetings.find(meeting_id);
    response.type(`${CALENDAR}; charset=utf-8`);
    return calendarOf(meeting, this.clock.timestamp());
  }
}
