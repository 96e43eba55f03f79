import { Controller, Query, Req, Res, Sse } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import type { Observable } from 'rxjs';
import { ForListeners } from '../access/for.js';
import { passOf } from '../access/stream.guard.js';
import { cursorOf } from './cursor.js';
import { ApiEventStream } from './dto/api-event-stream.js';
import { StreamQuery } from './dto/stream-query.js';
import { FrameWriter } from './frame-writer.js';
import { Streams } from './streams.js';

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
  events(
    @Query() { meeting_id, heartbeat, role, client_id }: StreamQuery,
    @Req() request: Request,
    @Res() response: Response,
  ): Observable<never> {
    const pass = passOf(request);
    const clientId = client_id ?? pass.grant?.clientId;
    const cursor = cursorOf(request);
    const frames = this.streams.open(meeting_id, { cursor, heartbeat, role, clientId, pass });
    return this.writer.write(frames, response);
  }
}
