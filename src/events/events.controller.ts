import { Controller, Req, Res, Sse } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import type { Observable } from 'rxjs';
import { ForListeners, ForListenersOfSeveral } from '../access/access.decorators.js';
import { ApiEventStream } from './stream/api-event-stream.js';
import { ApiOverview } from './stream/api-overview.js';
import { HttpStream } from './stream/http-stream.js';
import { overviewRequestOf, streamRequestOf } from './stream/stream-query.js';
import { Streams } from './stream/streams.js';

@ApiTags('events')
@Controller('api/sse')
export class EventsController {
  constructor(private readonly streams: Streams) {}

  @Sse('events')
  @ForListeners()
  @ApiEventStream()
  openEventStream(@Req() request: Request, @Res() response: Response): Observable<never> {
    const asked = streamRequestOf(request);
    return new HttpStream(response).serve((stream) => this.streams.open(asked, stream));
  }

  @Sse('overview')
  @ForListenersOfSeveral()
  @ApiOverview()
  openOverview(@Req() request: Request, @Res() response: Response): Observable<never> {
    const asked = overviewRequestOf(request);
    return new HttpStream(response).serve((stream) => this.streams.open(asked, stream));
  }
}
