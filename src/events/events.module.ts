import { Module } from '@nestjs/common';
import { MeetingsModule } from '../meetings/meetings.module.js';
import { Bridge } from './bridge.js';
import { EventsController } from './events.controller.js';
import { Heartbeats } from './heartbeats.js';
import { Presence } from './presence.js';
import { Streams } from './streams.js';

@Module({
  imports: [MeetingsModule],
  controllers: [EventsController],
  providers: [Bridge, Heartbeats, Presence, Streams],
})
export class EventsModule {}
