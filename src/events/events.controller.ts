import { Controller, Query, Sse, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Observable } from 'rxjs';
import { ApiEventStream } from './dto/api-event-stream.js';
import { Cursor } from './dto/cursor.js';
import { StreamQuery } from './dto/stream-query.js';
import type { Frame } from './frame.js';
import { FrameWriter } from './frame-writer.interceptor.js';
import type { ClientCursor } from './join.js';
import { Streams } from './streams.js';

@ApiTags('events')
@Controller('api/sse')
export class EventsController {
  constructor(private readonly streams: Streams) {}

  @Sse('events')
  @UseInterceptors(FrameWriter)
  @ApiEventStream()
  events(@Query() { meeting_id, heartbeat }: StreamQuery, @Cursor() cursor: ClientCursor): Observable<Frame> {
    return this.streams.open(meeting_id, { cursor, heartbeat });
  }
}
