// Nest's own `@Sse()` with a Subject per meeting, as its documentation shows it.
import 'reflect-metadata';
import {
  Body,
  Controller,
  HttpCode,
  Injectable,
  Module,
  Param,
  Post,
  Query,
  Sse,
  type MessageEvent,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { interval, map, merge, of, share, Subject, type Observable } from 'rxjs';
// @ts-expect-error The other contestants use it too, and need no types.
import { breakNotice } from '../../contestants/break-notice.mjs';

@Injectable()
class Breaks {
  private readonly meetings = new Map<string, Subject<MessageEvent>>();

  in(meeting: string): Subject<MessageEvent> {
    let subject = this.meetings.get(meeting);
    if (!subject) this.meetings.set(meeting, (subject = new Subject()));
    return subject;
  }
}

@Controller('api')
class MeetingsController {
  private readonly heartbeats: Observable<MessageEvent> = interval(30_000).pipe(
    map(() => ({ type: 'heartbeat', data: { timestamp: new Date().toISOString() } })),
    share(),
  );

  constructor(private readonly breaks: Breaks) {}

  @Sse('sse/events')
  events(@Query('meeting_id') meeting: string): Observable<MessageEvent> {
    const connected = { type: 'connected', data: { message: 'Connected to meeting', meeting_id: meeting } };
    return merge(of(connected), this.breaks.in(meeting), this.heartbeats);
  }

  @Post('meetings/:meeting/rest')
  @HttpCode(200)
  rest(@Param('meeting') meeting: string, @Body() { message }: { message: string }) {
    const notice = breakNotice(meeting, message);
    this.breaks.in(meeting).next({ type: 'message', data: notice });
    return { message: 'Rest notification sent', meeting_id: meeting, timestamp: notice.timestamp };
  }
}

@Module({ controllers: [MeetingsController], providers: [Breaks] })
class AppModule {}

const app = await NestFactory.create(AppModule, { logger: ['error', 'warn'] });
await app.listen(Number(process.env['PORT']), process.env['HOST'] ?? '127.0.0.1');
