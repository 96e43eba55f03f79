import type { Socket } from 'node:net';
import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { Response } from 'express';
import { Observable } from 'rxjs';
import { Frame } from './frame.js';
import { OpenStreams, type StreamEnd } from './open-streams.js';

/** What may wait in memory for one client that does not read, in bytes. Beyond it the stream is cut; the client resumes. */
export const MAX_QUEUED_BYTES = 256 * 1024;

/** Frames that may wait for a connection that still answers an earlier request (pipelining). No browser does that. */
const MAX_WAITING_FRAMES = 1_000;

/**
 * Writes the frames of an `@Sse()` route itself, straight to the socket, as the bytes all streams share: each frame is encoded
 * once per process, as one ready chunk of an HTTP/1.1 body. Nest's own writer would encode each frame once per stream, and give
 * every frame without an id a made-up one (`1`, `2`, …) that overwrites the client's cursor.
 *
 * Handlers stay plain Observables. Nest still sends the headers, sees the client leave, and ends the response when the
 * Observable completes; it only never sees a frame. A stream goes through three states:
 *
 *   waiting ──headers sent, next turn of the event loop──▶ writing ──Observable completes──▶ ended by Nest
 *      └──the connection still answers an earlier request──▶ waiting for its turn
 *
 * Until the headers are out a failing handler can still answer with an error status, so the first frames wait for them. Nothing
 * else writes to the response in between, so our chunks and Node's own last one cannot get into each other's way.
 */
@Injectable()
export class FrameWriter implements NestInterceptor<Frame, never> {
  constructor(private readonly streams: OpenStreams) {}

  intercept(context: ExecutionContext, next: CallHandler<Frame>): Observable<never> {
    const response = context.switchToHttp().getResponse<Response>();
    const frames = next.handle();
    const { streams } = this;
    return new Observable<never>((nest) => {
      const waiting: Frame[] = [];
      let socket: Socket | undefined;
      let bytesOf = chunkOf;
      let completed = false;
      let turn = setImmediate(begin);
      // What is ready by then goes out with the headers, as one packet.
      const uncork = cork(response.socket);

      // For who watches over the streams.
      let tellEnd: ReturnType<OpenStreams['begin']> | undefined;
      let end: StreamEnd = 'client_left';
      let framesSent = 0;

      const subscription = frames.subscribe({
        next: (frame) => {
          framesSent += frame.size;
          end = frame.goodbyeReason ?? end;
          if (!socket) {
            if (waiting.push(frame) > MAX_WAITING_FRAMES) cut(response.req.socket);
          } else if (socket.writableLength > MAX_QUEUED_BYTES) cut(socket);
          else socket.write(bytesOf(frame));
        },
        error: (error: unknown) => nest.error(error),
        complete: () => {
          completed = true;
          if (socket) nest.complete();
        },
      });
      return () => {
        clearImmediate(turn);
        response.off('socket', onTurn);
        uncork();
        subscription.unsubscribe();
        tellEnd?.(end, framesSent);
      };

      function begin(): void {
        if (!response.headersSent) onTurn();
        else if (!response.socket) response.once('socket', onTurn);
        else if (response.req.method === 'HEAD') nest.complete();
        else writeTo(response.socket);
      }

      function onTurn(): void {
        turn = setImmediate(begin);
      }

      function writeTo(to: Socket): void {
        socket = to;
        tellEnd = streams.begin(to, response);
        // To a client of HTTP/1.0, which knows no chunks, the end of the connection is the end of the body.
        if (!response.chunkedEncoding) bytesOf = ({ bytes }) => bytes;
        if (waiting.length > 0) to.write(bytesOf(Frame.joined(waiting.splice(0))));
        uncork();
        if (completed) nest.complete();
      }

      function cut(slow: Socket): void {
        end = 'slow';
        slow.destroy();
      }
    });
  }
}

function chunkOf({ chunk }: Frame): Buffer {
  return chunk;
}

/** Holds back what is written. Returns how to let it go, which may be done twice. */
function cork(socket: Socket | null): () => void {
  let corked = socket;
  corked?.cork();
  return () => {
    corked?.uncork();
    corked = null;
  };
}
