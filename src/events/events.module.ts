import { Module } from '@nestjs/common';
import { MeetingsModule } from '../meetings/meetings.module.js';
import { Bridge } from './live/bridge.js';
import { EventsController } from './events.controller.js';
import { Deadlines } from './stream/deadlines.js';
import { FrameWriter } from './stream/frame-writer.js';
import { Heartbeats } from './stream/heartbeats.js';
import { OpenStreams } from './stream/open-streams.js';
import { Presence } from './live/presence.js';
import { Streams } from './stream/streams.js';

@Module({
  imports: [MeetingsModule],
  controllers: [EventsController],
  providers: [Bridge, Deadlines, FrameWriter, Heartbeats, OpenStreams, Presence, Streams],
})
export class EventsModule {}
