import { Module } from '@nestjs/common';
import { MeetingsModule } from '../meetings/meetings.module.js';
import { EventsController } from './events.controller.js';
import { Bridge } from './live/bridge.js';
import { Presence } from './live/presence.js';
import { Deadlines } from './stream/deadlines.js';
import { Heartbeats } from './stream/heartbeats.js';
import { ReconnectTimes } from './stream/reconnect-times.js';
import { StreamRegistry } from './stream/stream-registry.js';
import { Streams } from './stream/streams.js';

@Module({
  imports: [MeetingsModule],
  controllers: [EventsController],
  providers: [Bridge, Deadlines, Heartbeats, Presence, ReconnectTimes, StreamRegistry, Streams],
})
export class EventsModule {}
