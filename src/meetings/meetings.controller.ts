import { Body, Controller, Param } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { ClaimsMeeting, ForLeaders, ReleasesMeeting } from '../access/access.decorators.js';
import { AppConfig } from '../config/app-config.js';
import { ApiProblems } from '../problems/api-problems.js';
import { AnnouncementAnswer, AnnouncementBody } from './dto/announcement.js';
import { ApiPost } from '../problems/api-post.js';
import { CommandBody } from './dto/command-body.js';
import { ExtendBody } from './dto/extend-body.js';
import { IdempotencyKey } from '../problems/fields/idempotency-key.js';
import {
  EndAnswer,
  ExtendAnswer,
  RestAnswer,
  ResumeAnswer,
  StartAnswer,
  UndoAnswer,
} from './dto/meeting-answers.js';
import { MeetingParams } from '../problems/fields/meeting-params.js';
import { RestBody } from './dto/rest-body.js';
import { StartBody } from './dto/start-body.js';
import { MeetingsService } from './meetings.service.js';
import {
  AnnouncedEnough,
  BreakTooLong,
  BreakTooShort,
  MeetingNotFound,
  NothingToUndo,
  NoTimedBreak,
} from '../domain/refusals.js';
import { InvalidRequest } from '../problems/invalid-request.js';
import { InternalError } from '../problems/request-refusals.js';
import { StoreUnavailable } from '../stores/store-unavailable.js';

@ApiTags('meetings')
@ApiProblems(InvalidRequest, InternalError, StoreUnavailable)
@ForLeaders()
@Controller('api/meetings/:meeting_id')
export class MeetingsController {
  constructor(
    private readonly meetings: MeetingsService,
    private readonly config: AppConfig,
  ) {}

  @ClaimsMeeting()
  @ApiPost({
    path: 'start',
    summary: 'Start a meeting',
    description: 'Starts the meeting, or starts it again: from now on, without a break.',
    answer: StartAnswer,
  })
  @ApiBody({ type: StartBody, required: false })
  async startMeeting(
    @Param() { meeting_id }: MeetingParams,
    @Body() body: StartBody,
    @IdempotencyKey() key?: string,
  ): Promise<StartAnswer> {
    await this.meetings.execute(meeting_id, StartBody.toCommand(body), { key, by: body.by });
    return new StartAnswer(meeting_id);
  }

  @ApiPost({
    path: 'rest',
    summary: 'Call a break',
    description:
      'Every member gets it at once. Starts the meeting if nobody has. During a break, the new ' +
      'break replaces it. With `duration_seconds` or `ends_at` the break ends by itself.',
    answer: RestAnswer,
  })
  @ApiBody({ type: RestBody, required: false, examples: RestBody.examples })
  async callBreak(
    @Param() { meeting_id }: MeetingParams,
    @Body() body: RestBody,
    @IdempotencyKey() key?: string,
  ): Promise<RestAnswer> {
    const command = RestBody.toCommand(body, this.config.defaultLanguage);
    return new RestAnswer(await this.meetings.execute(meeting_id, command, { key, by: body.by }));
  }

  @ApiPost({
    path: 'resume',
    summary: 'End the break',
    description: 'Ends a break early, or one without an end. Also succeeds when no break is on.',
    answer: ResumeAnswer,
  })
  @ApiProblems(MeetingNotFound)
  @ApiBody({ type: CommandBody, required: false })
  async resumeMeeting(
    @Param() { meeting_id }: MeetingParams,
    @Body() { by }: CommandBody,
    @IdempotencyKey() key?: string,
  ): Promise<ResumeAnswer> {
    await this.meetings.execute(meeting_id, { type: 'resume' }, { key, by });
    return new ResumeAnswer(meeting_id);
  }

  @ApiPost({
    path: 'rest/extend',
    summary: 'Move the end of the break',
    description:
      'With `seconds`, moves the end of a timed break later or earlier. With `ends_at`, gives any break this end.',
    answer: ExtendAnswer,
  })
  @ApiBody({ type: ExtendBody, examples: ExtendBody.examples })
  @ApiProblems(MeetingNotFound, NoTimedBreak, BreakTooShort, BreakTooLong)
  async extendBreak(
    @Param() { meeting_id }: MeetingParams,
    @Body() body: ExtendBody,
    @IdempotencyKey() key?: string,
  ): Promise<ExtendAnswer> {
    const command = ExtendBody.toCommand(body);
    return new ExtendAnswer(await this.meetings.execute(meeting_id, command, { key, by: body.by }));
  }

  @ApiPost({
    path: 'announcements',
    summary: 'Send an announcement',
    description:
      'Sends a text to all members, without a break. A meeting takes 200 announcements, until an hour after its end.',
    answer: AnnouncementAnswer,
  })
  @ApiBody({ type: AnnouncementBody })
  @ApiProblems(MeetingNotFound, AnnouncedEnough)
  async sendAnnouncement(
    @Param() { meeting_id }: MeetingParams,
    @Body() body: AnnouncementBody,
    @IdempotencyKey() key?: string,
  ): Promise<AnnouncementAnswer> {
    const command = AnnouncementBody.toCommand(body);
    return new AnnouncementAnswer(
      meeting_id,
      await this.meetings.execute(meeting_id, command, { key, by: body.by }),
    );
  }

  @ReleasesMeeting('end', (id) => new EndAnswer(id))
  @ApiPost({
    path: 'end',
    summary: 'End a meeting',
    description: 'Removes the state of the meeting. Also succeeds when there is no meeting.',
    answer: EndAnswer,
  })
  @ApiBody({ type: CommandBody, required: false })
  async endMeeting(
    @Param() { meeting_id }: MeetingParams,
    @Body() { by }: CommandBody,
    @IdempotencyKey() key?: string,
  ): Promise<EndAnswer> {
    await this.meetings.execute(meeting_id, { type: 'end' }, { key, by });
    return new EndAnswer(meeting_id);
  }

  @ReleasesMeeting('undo')
  @ApiPost({
    path: 'undo',
    summary: 'Undo the last command',
    description:
      'Undoes a start, a break, the end of a break, a moved end or a change of the plan: within ' +
      '10 seconds, if nothing else has happened since. Members get the meeting before that ' +
      'command as `state`. Answers to a break that is undone are dropped.',
    answer: UndoAnswer,
  })
  @ApiBody({ type: CommandBody, required: false })
  @ApiProblems(NothingToUndo)
  async undoCommand(
    @Param() { meeting_id }: MeetingParams,
    @Body() { by }: CommandBody,
    @IdempotencyKey() key?: string,
  ): Promise<UndoAnswer> {
    return new UndoAnswer(await this.meetings.execute(meeting_id, { type: 'undo' }, { key, by }));
  }
}
