import { Module } from '@nestjs/common';
import { MeetingListController } from './meeting-list.controller.js';
import { MeetingReadsController } from './meeting-reads.controller.js';
import { MeetingsController } from './meetings.controller.js';
import { MeetingsService } from './meetings.service.js';
import { ScheduleController } from './schedule.controller.js';

@Module({
  controllers: [MeetingListController, MeetingsController, MeetingReadsController, ScheduleController],
  providers: [MeetingsService],
  exports: [MeetingsService],
})
export class MeetingsModule {}
