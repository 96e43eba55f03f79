import {
  Injectable,
  Logger,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import type { Response } from 'express';
import { Observable } from 'rxjs';
import type { Frame } from './frame.js';

/** What may wait in memory for one client that does not read, in bytes. Beyond it the stream is cut; the client resumes. */
export const MAX_QUEUED_BYTES = 256 * 1024;

/**
 * Writes the frames of an `@Sse()` route itself, as the bytes all streams share. Nest's own writer would encode each frame
 * once per stream, and give every frame without an id a made-up one (`1`, `2`, …) that overwrites the client's cursor.
 *
 * Handlers stay plain Observables. Nest still sends the headers, sees the client leave, and ends the response when the
 * Observable completes; it only never sees a frame. Its headers go out on the next turn of the event loop (until then a
 * failing handler could still answer with an error status), so the first frames wait for them.
 */
@Injectable()
export class FrameWriter implements NestInterceptor<Frame, never> {
  private readonly logger = new Logger(FrameWriter.name);
  /** Streams that were cut because their client did not read. */
  private cut = 0;

  intercept(context: ExecutionContext, next: CallHandler<Frame>): Observable<never> {
    const response = context.switchToHttp().getResponse<Response>();
    const frames = next.handle();
    return new Observable<never>((nest) => {
      const waiting: Buffer[] = [];
      let completed = false;
      let turn: NodeJS.Immediate | undefined = setImmediate(begin);

      const subscription = frames.subscribe({
        next: ({ bytes }) => (turn ? waiting.push(bytes) : this.write(response, bytes)),
        error: (error: unknown) => nest.error(error),
        complete: () => {
          completed = true;
          if (!turn) nest.complete();
        },
      });
      return () => {
        if (turn) clearImmediate(turn);
        subscription.unsubscribe();
      };

      function begin(): void {
        turn = response.headersSent ? undefined : setImmediate(begin);
        if (turn) return;
        if (waiting.length > 0) response.write(Buffer.concat(waiting));
        if (completed) nest.complete();
      }
    });
  }

  private write(response: Response, bytes: Buffer): void {
    if (response.writableLength > MAX_QUEUED_BYTES) {
      if (response.destroyed) return;
      this.cut++;
      this.logger.warn(
        `cut a stream whose client does not read: ${response.writableLength} bytes were waiting (no. ${this.cut})`,
      );
      response.destroy();
      return;
    }
    response.write(bytes);
  }
}
