import { Module, type MiddlewareConsumer, type NestModule } from '@nestjs/common';
import { MeetingsModule } from '../meetings/meetings.module.js';
import { Bridge } from './bridge.js';
import { EventsController } from './events.controller.js';
import { Heartbeats } from './heartbeats.js';
import { rememberPipe } from './nest-pipe.js';
import { OpenStreams } from './open-streams.js';
import { Presence } from './presence.js';
import { Streams } from './streams.js';

@Module({
  imports: [MeetingsModule],
  controllers: [EventsController],
  providers: [Bridge, Heartbeats, OpenStreams, Presence, Streams],
})
export class EventsModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(rememberPipe).forRoutes(EventsController);
  }
}
