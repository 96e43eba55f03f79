import { Module } from '@nestjs/common';
import { MeetingsModule } from '../meetings/meetings.module.js';
import { Bridge } from './bridge.js';
import { EventsController } from './events.controller.js';
import { FrameWriter } from './frame-writer.js';
import { Heartbeats } from './heartbeats.js';
import { OpenStreams } from './open-streams.js';
import { Presence } from './presence.js';
import { Streams } from './streams.js';

@Module({
  imports: [MeetingsModule],
  controllers: [EventsController],
  providers: [Bridge, FrameWriter, Heartbeats, OpenStreams, Presence, Streams],
})
export class EventsModule {}
