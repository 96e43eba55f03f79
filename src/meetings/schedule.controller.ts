import { Body, Controller, Delete, Param, Put, UseInterceptors } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ForLeaders } from '../access/access.decorators.js';
import { Clock } from '../clock/clock.js';
import { AppConfig } from '../config/app-config.js';
import { ApiBodyProblems, ApiProblems } from '../problems/api-problems.js';
import { ApiPost } from '../problems/api-post.js';
import { IdempotencyKey } from '../problems/fields/idempotency-key.js';
import { MeetingParams } from '../problems/fields/meeting-params.js';
import { ScheduleAnswer } from './dto/schedule-answer.js';
import { ScheduleBody } from './dto/schedule-body.js';
import { SnoozeBody } from './dto/snooze-body.js';
import { CommandBody } from './dto/command-body.js';
import { NamesIgnoredFields } from '../problems/ignored-fields.js';
import { MeetingsService, type Caller } from './meetings.service.js';
import type { Command } from '../domain/commands.js';
import { MeetingNotFound, NoPlannedBreak, SnoozedEnough, SnoozeTooLong } from '../domain/refusals.js';
import { InvalidRequest } from '../problems/invalid-request.js';
import { InternalError } from '../problems/request-refusals.js';
import { StoreUnavailable } from '../stores/store-unavailable.js';

const SNOOZE_MINUTES = 5;

@ApiTags('schedule')
@ApiProblems(InvalidRequest, MeetingNotFound, InternalError, StoreUnavailable)
@ForLeaders()
@Controller('api/meetings/:meeting_id/schedule')
export class ScheduleController {
  constructor(
    private readonly meetings: MeetingsService,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  @Put()
  @UseInterceptors(NamesIgnoredFields)
  @ApiOperation({
    summary: 'Plan breaks',
    description:
      'Plans a break after a number of minutes of work, or at times of the day. The service ' +
      'suggests each break (`suggest`), or begins it (`auto`). Minutes count from the start of ' +
      'the meeting or the end of the last break. Without this call, no breaks are planned.',
  })
  @ApiBody({ type: ScheduleBody, examples: ScheduleBody.examples })
  @ApiOkResponse({ type: ScheduleAnswer })
  @ApiBodyProblems()
  setSchedule(@Param() { meeting_id }: MeetingParams, @Body() body: ScheduleBody): Promise<ScheduleAnswer> {
    const schedule = ScheduleBody.toSchedule(body, this.config.defaultLanguage);
    return this.answer(meeting_id, { type: 'set_schedule', schedule }, { by: body.by });
  }

  @Delete()
  @ApiOperation({ summary: 'Remove the schedule', description: 'Also succeeds when there is none.' })
  @ApiOkResponse({ type: ScheduleAnswer })
  removeSchedule(@Param() { meeting_id }: MeetingParams): Promise<ScheduleAnswer> {
    return this.answer(meeting_id, { type: 'remove_schedule' });
  }

  @ApiPost({
    path: 'snooze',
    summary: 'Postpone the next break',
    description:
      'At most twice, and never past the next break of a plan by the clock. A break that was suggested is ' +
      'suggested again.',
    answer: ScheduleAnswer,
  })
  @ApiBody({ type: SnoozeBody, required: false })
  @ApiProblems(NoPlannedBreak, SnoozedEnough, SnoozeTooLong)
  snoozeSchedule(
    @Param() { meeting_id }: MeetingParams,
    @Body() { minutes, by }: SnoozeBody,
    @IdempotencyKey() key?: string,
  ): Promise<ScheduleAnswer> {
    return this.answer(meeting_id, { type: 'snooze', minutes: minutes ?? SNOOZE_MINUTES }, { key, by });
  }

  @ApiPost({
    path: 'skip',
    summary: 'Skip the next break',
    description:
      'The break after it is planned for `every_minutes` after the skipped one, or for the next time of `at`.',
    answer: ScheduleAnswer,
  })
  @ApiProblems(NoPlannedBreak)
  @ApiBody({ type: CommandBody, required: false })
  skipSchedule(
    @Param() { meeting_id }: MeetingParams,
    @Body() { by }: CommandBody,
    @IdempotencyKey() key?: string,
  ): Promise<ScheduleAnswer> {
    return this.answer(meeting_id, { type: 'skip' }, { key, by });
  }

  private async answer(id: string, command: Command, caller: Caller = {}): Promise<ScheduleAnswer> {
    const [last] = (await this.meetings.execute(id, command, caller)).slice(-1);
    return new ScheduleAnswer(id, last?.notice, this.clock.timestamp());
  }
}
