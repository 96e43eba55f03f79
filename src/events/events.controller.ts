import { Controller, Query, Sse, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Observable } from 'rxjs';
import { ForListeners } from '../access/for.js';
import { StreamPass, type Pass } from '../access/stream.guard.js';
import { ApiEventStream } from './dto/api-event-stream.js';
import { Cursor } from './dto/cursor.js';
import { StreamQuery } from './dto/stream-query.js';
import type { Frame } from './frame.js';
import { FrameWriter } from './frame-writer.interceptor.js';
import { Streams } from './streams.js';
import type { Visitor } from './visitor.js';

@ApiTags('events')
@Controller('api/sse')
export class EventsController {
  constructor(private readonly streams: Streams) {}

  @Sse('events')
  @ForListeners()
  @UseInterceptors(FrameWriter)
  @ApiEventStream()
  events(
    @Query() { meeting_id, heartbeat, role, client_id }: StreamQuery,
    @Cursor() cursor: Visitor['cursor'],
    @StreamPass() pass: Pass,
  ): Observable<Frame> {
    const clientId = client_id ?? pass.grant?.clientId;
    return this.streams.open(meeting_id, { cursor, heartbeat, role, clientId, pass });
  }
}
