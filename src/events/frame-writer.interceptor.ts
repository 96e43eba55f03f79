import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { Response } from 'express';
import { Observable } from 'rxjs';
import type { Frame } from './frame.js';
import { OpenStreams } from './open-streams.js';
import { StreamResponse } from './stream-response.js';

/**
 * Writes the frames of an `@Sse()` route itself, straight to the socket, as the bytes all streams share: each frame is encoded
 * once per process, as one ready chunk of an HTTP/1.1 body. Nest's own writer would encode each frame once per stream, and give
 * every frame without an id a made-up one (`1`, `2`, …) that overwrites the client's cursor. Handlers stay plain Observables.
 */
@Injectable()
export class FrameWriter implements NestInterceptor<Frame, never> {
  constructor(private readonly streams: OpenStreams) {}

  intercept(context: ExecutionContext, next: CallHandler<Frame>): Observable<never> {
    const response = context.switchToHttp().getResponse<Response>();
    const frames = next.handle();
    return new Observable<never>((nest) => {
      const stream = new StreamResponse(response, this.streams);
      stream.begin(frames, nest);
      return () => stream.abandon();
    });
  }
}
