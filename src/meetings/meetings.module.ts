import { Module } from '@nestjs/common';
import { MeetingReadsController } from './meeting-reads.controller.js';
import { MeetingsController } from './meetings.controller.js';
import { MeetingsService } from './meetings.service.js';
import { ScheduleController } from './schedule.controller.js';

@Module({
  controllers: [MeetingsController, MeetingReadsController, ScheduleController],
  providers: [MeetingsService],
  exports: [MeetingsService],
})
export class MeetingsModule {}
