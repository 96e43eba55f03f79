import { Body, Controller, Get, Headers, Param, Query, Res } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { ApiProblems } from '../problems/api-problems.js';
import { defaultMessage } from './default-message.js';
import { ApiCommand } from './dto/api-command.js';
import { ExtendBody } from './dto/extend-body.js';
import { IdempotencyKey } from './dto/idempotency-key.js';
import { LogAnswer } from './dto/log-answer.js';
import { LogQuery } from './dto/log-query.js';
import {
  EndAnswer,
  ExtendAnswer,
  RestAnswer,
  ResumeAnswer,
  StartAnswer,
  StatusAnswer,
} from './dto/meeting-answers.js';
import { MeetingParams } from './dto/meeting-params.js';
import { RestBody } from './dto/rest-body.js';
import { SnapshotAnswer } from './dto/snapshot-answer.js';
import { MeetingsService } from './meetings.service.js';

@ApiTags('meetings')
@ApiProblems('invalid_request', 'internal_error', 'store_unavailable')
@Controller('api/meetings/:meeting_id')
export class MeetingsController {
  constructor(private readonly meetings: MeetingsService) {}

  @ApiCommand({
    path: 'start',
    summary: 'Start a meeting',
    description: 'Or start it anew: from now on, with no break.',
    answer: StartAnswer,
  })
  async start(@Param() { meeting_id }: MeetingParams, @IdempotencyKey() key?: string): Promise<StartAnswer> {
    await this.meetings.execute(meeting_id, { type: 'start' }, key);
    return new StartAnswer(meeting_id);
  }

  @ApiCommand({
    path: 'rest',
    summary: 'Call a break',
    description:
      'Every member hears it at once. Starts a meeting that nobody started; during a break, a new one takes its place. ' +
      'With `duration_seconds` it ends by itself.',
    answer: RestAnswer,
  })
  @ApiBody({ type: RestBody, required: false })
  async rest(
    @Param() { meeting_id }: MeetingParams,
    @Body() { message, duration_seconds }: RestBody,
    @IdempotencyKey() key?: string,
  ): Promise<RestAnswer> {
    const command = {
      type: 'rest',
      message: message?.trim() ? message : defaultMessage,
      ...(duration_seconds == null ? {} : { durationSeconds: duration_seconds }),
    } as const;
    return new RestAnswer(await this.meetings.execute(meeting_id, command, key));
  }

  @ApiCommand({
    path: 'resume',
    summary: 'End the break',
    description: 'Before its time, or one without an end. Also fine when no break is on.',
    answer: ResumeAnswer,
  })
  @ApiProblems('meeting_not_found')
  async resume(
    @Param() { meeting_id }: MeetingParams,
    @IdempotencyKey() key?: string,
  ): Promise<ResumeAnswer> {
    await this.meetings.execute(meeting_id, { type: 'resume' }, key);
    return new ResumeAnswer(meeting_id);
  }

  @ApiCommand({
    path: 'rest/extend',
    summary: 'Make the break longer',
    description: 'Moves the end of a break that has one.',
    answer: ExtendAnswer,
  })
  @ApiProblems('meeting_not_found', 'no_timed_break', 'break_too_long')
  async extend(
    @Param() { meeting_id }: MeetingParams,
    @Body() { seconds }: ExtendBody,
    @IdempotencyKey() key?: string,
  ): Promise<ExtendAnswer> {
    return new ExtendAnswer(await this.meetings.execute(meeting_id, { type: 'extend', seconds }, key));
  }

  @ApiCommand({
    path: 'end',
    summary: 'End a meeting',
    description: 'Its state is removed. Also fine when there is none.',
    answer: EndAnswer,
  })
  async end(@Param() { meeting_id }: MeetingParams, @IdempotencyKey() key?: string): Promise<EndAnswer> {
    await this.meetings.execute(meeting_id, { type: 'end' }, key);
    return new EndAnswer(meeting_id);
  }

  @Get()
  @ApiOperation({
    summary: 'The meeting as it is',
    description:
      'The same as `state` on the stream. The `ETag` changes with every notice; `If-None-Match` answers 304.',
  })
  @ApiOkResponse({ type: SnapshotAnswer })
  @ApiHeader({ name: 'if-none-match', description: 'The `ETag` you have.', required: false })
  @ApiResponse({ status: 304, description: 'Nothing happened since the `ETag`.' })
  @ApiProblems('meeting_not_found')
  async snapshot(
    @Param() { meeting_id }: MeetingParams,
    @Res({ passthrough: true }) response: Response,
    @Headers('if-none-match') ifNoneMatch?: string,
  ): Promise<SnapshotAnswer | undefined> {
    const snapshot = await this.meetings.snapshot(meeting_id);
    // Weak: `server_time` is another one each time.
    const etag = `W/"${snapshot.cursor}"`;
    response.setHeader('ETag', etag);
    if (!names(ifNoneMatch, etag)) return snapshot;
    response.status(304);
    return undefined;
  }

  @Get('status')
  @ApiOperation({ summary: 'Whether a break is on' })
  @ApiOkResponse({ type: StatusAnswer })
  @ApiProblems('meeting_not_found')
  async status(@Param() { meeting_id }: MeetingParams): Promise<StatusAnswer> {
    return new StatusAnswer((await this.meetings.find(meeting_id)).meeting);
  }

  @Get('events')
  @ApiOperation({
    summary: 'What happened since',
    description:
      'The same notices as on the stream, for pollers and waking tabs. Also for a meeting nobody started.',
  })
  @ApiOkResponse({ type: LogAnswer })
  events(@Param() { meeting_id }: MeetingParams, @Query() { after, limit }: LogQuery): Promise<LogAnswer> {
    return this.meetings.readLog(meeting_id, after, limit);
  }
}

/**
 * RFC 9110 §13.1.2, the weak comparison. Express would do it, but gives up at `Cache-Control: no-cache`, which every fetch()
 * with an If-None-Match of its own sends along.
 */
function names(ifNoneMatch: string | undefined, etag: string): boolean {
  const opaque = (tag: string) => tag.trim().replace(/^W\//, '');
  return ifNoneMatch?.split(',').some((tag) => opaque(tag) === opaque(etag) || tag.trim() === '*') ?? false;
}
