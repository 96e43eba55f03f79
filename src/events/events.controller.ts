import { Controller, Req, Res, Sse } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import type { Observable } from 'rxjs';
import { ForListeners } from '../access/access.decorators.js';
import { passOf } from '../access/stream.guard.js';
import { cursorOf } from './stream/cursor.js';
import { ApiEventStream } from './stream/api-event-stream.js';
import { FrameWriter } from './stream/frame-writer.js';
import { streamQueryOf } from './stream/stream-query.js';
import { Streams } from './stream/streams.js';

@ApiTags('events')
@Controller('api/sse')
export class EventsController {
  constructor(
    private readonly streams: Streams,
    private readonly writer: FrameWriter,
  ) {}

  @Sse('events')
  @ForListeners()
  @ApiEventStream()
  events(@Req() request: Request, @Res() response: Response): Observable<never> {
    // Express parses it anew each time it is asked for.
    const { query } = request;
    const { meetingId, clientId, role, heartbeat } = streamQueryOf(query);
    const pass = passOf(request);
    const frames = this.streams.open(meetingId, {
      cursor: cursorOf(request.get('last-event-id'), query),
      clientId: clientId ?? pass.grant?.clientId,
      role,
      heartbeat,
      pass,
    });
    return this.writer.write(frames, response);
  }
}
