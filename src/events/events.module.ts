import { Module, type MiddlewareConsumer, type NestModule } from '@nestjs/common';
import { MeetingsModule } from '../meetings/meetings.module.js';
import { Bridge } from './bridge.js';
import { EventsController } from './events.controller.js';
import { Heartbeats } from './heartbeats.js';
import { OpenStreams } from './open-streams.js';
import { Presence } from './presence.js';
import { rememberPiped } from './stream-response.js';
import { Streams } from './streams.js';

@Module({
  imports: [MeetingsModule],
  controllers: [EventsController],
  providers: [Bridge, Heartbeats, OpenStreams, Presence, Streams],
})
export class EventsModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(rememberPiped).forRoutes(EventsController);
  }
}
