import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { Observable } from 'rxjs';
import type { Frame } from '../frames/frame.js';
import { wantNoSignal } from './nest-pipe.js';
import { OpenStreams } from './open-streams.js';
import { StreamResponse } from './stream-response.js';

/**
 * Writes the frames of an `@Sse()` route itself, straight to the socket, as the bytes all streams share: each frame is encoded
 * once per process, as one ready chunk of an HTTP/1.1 body. Nest's own writer would encode each frame once per stream, and give
 * every frame without an id a made-up one (`1`, `2`, …) that overwrites the client's cursor. What the frames come from stays a
 * plain Observable.
 */
@Injectable()
export class FrameWriter {
  constructor(private readonly streams: OpenStreams) {}

  /** What a handler gives to Nest for its frames: an Observable that begins when they do, and emits nothing. */
  write(frames: Observable<Frame>, response: Response): Observable<never> {
    wantNoSignal(response.req);
    const stream = new StreamResponse(response, this.streams);
    return new Observable<never>((nest) => {
      stream.begin(frames, nest);
      return () => stream.abandon();
    });
  }
}
