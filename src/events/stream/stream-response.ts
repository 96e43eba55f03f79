import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { Logger } from '@nestjs/common';
import type { SseStream } from '@nestjs/core/router/sse-stream.js';
import type { Response } from 'express';
import { Subscription, type Observable, type Observer, type Subscriber } from 'rxjs';
import { Frame } from '../frames/frame.js';
import { sendOurHeaders, takeFromNest } from './nest-pipe.js';
import type { OpenStreams, StreamEnd } from './open-streams.js';

/** What may wait in memory for one client that does not read, in bytes. Beyond it the stream is cut; the client resumes. */
export const MAX_QUEUED_BYTES = 256 * 1024;

/** Frames that may wait for a connection that still answers an earlier request (pipelining). No browser does that. */
const MAX_WAITING_FRAMES = 1_000;

/**
 * The answer to one member, from the first frame to the last. It goes through these states:
 *
 *   waiting ──first frame──▶ ours ──frames complete──▶ ended
 *      └──the connection still answers an earlier request──▶ waiting for its turn
 *
 * **Waiting**: it is Nest's, which sees a client leave, and answers with an error status where the handler fails; should the
 * first frame take long (the store is slow), Nest sends the headers meanwhile.
 *
 * **Ours**: to Nest the Observable is complete, upon which it sends the headers unless they are out; the stream it pipes into the
 * response is unpiped, so that it does not end the response. What Nest and Express keep for a running request (two thirds of a
 * stream's memory) is free from then on: mostly in the very turn in which the request came, before anything can hold on to
 * it. Frames go to the socket beneath the response; nothing else writes to either, so our chunks and Node's own last one, at
 * `end()`, cannot get into each other's way.
 *
 * It is its own Subscription, which RxJS takes for a Subscriber and calls directly: one of its own before each of thousands of
 * sockets would be so much more memory to wait for.
 */
export class StreamResponse extends Subscription implements Observer<Frame> {
  private static readonly logger = new Logger('Stream');

  /** While waiting. */
  private nest: Subscriber<never> | undefined;
  private piped: Readable | undefined;
  private waiting: Frame[] = [];

  /** Once it is ours. */
  private socket: Socket | undefined;
  private tellEnd: ReturnType<OpenStreams['begin']> | undefined;

  private isComplete = false;
  private reason: StreamEnd = 'client_left';
  private comesBack = false;
  private framesSent = 0;
  /** Asked once: each response is a class of its own to V8, by what Express does to it, and asking is slow. */
  private isChunked = true;

  constructor(
    private readonly response: Response,
    private readonly streams: OpenStreams,
  ) {
    super();
    // By Nest, before it subscribes.
    response.once('pipe', (piped: SseStream) => {
      sendOurHeaders(response, piped);
      this.piped = piped;
    });
  }

  begin(frames: Observable<Frame>, nest: Subscriber<never>): void {
    this.nest = nest;
    frames.subscribe(this);
  }

  /** Nest is through with it. Unless it is ours by now, that is the end. */
  abandon(): void {
    if (!this.nest) return;
    this.nest = undefined;
    this.unsubscribe();
  }

  next(frame: Frame): void {
    // The last chunk is out.
    if (this.isComplete) return;
    this.framesSent += frame.size;
    const { goodbye } = frame;
    if (goodbye) {
      this.reason = goodbye.reason;
      this.comesBack = goodbye.reconnect;
    }
    if (!this.socket) this.wait(frame);
    else if (this.socket.writableLength > MAX_QUEUED_BYTES) {
      this.reason = 'slow';
      this.socket.destroy();
    } else this.write(this.socket, frame);
  }

  error(error: unknown): void {
    // Nest does not know of our headers, and would answer once more.
    if (this.nest && !this.response.headersSent) {
      this.nest.error(error);
      return;
    }
    StreamResponse.logger.error(error);
    this.response.destroy();
  }

  complete(): void {
    this.isComplete = true;
    if (this.socket) this.end(this.socket);
    this.unsubscribe();
  }

  private wait(frame: Frame): void {
    const waiting = this.waiting.push(frame);
    if (waiting === 1) this.takeOver();
    else if (waiting > MAX_WAITING_FRAMES) this.response.req.socket.destroy();
  }

  private takeOver(): void {
    const { response, nest } = this;
    const { socket } = response;
    if (!nest) return;
    if (response.req.method === 'HEAD') {
      nest.complete();
      return;
    }
    if (!socket) {
      // Node writes what of the answer is there, the headers, right after it says so.
      response.once('socket', () => queueMicrotask(() => this.takeOver()));
      return;
    }
    this.tellEnd = this.streams.begin(socket, response);
    // The headers and the first frames are one packet.
    socket.cork();
    this.nest = undefined;
    takeFromNest(response, nest, this.piped);
    this.piped = undefined;
    this.socket = socket;
    // To a client of HTTP/1.0, which knows no chunks, the end of the connection is the end of the body.
    this.isChunked = response.chunkedEncoding;
    response.on('close', () => this.left());
    this.write(socket, Frame.joined(this.waiting));
    this.waiting = [];
    socket.uncork();
    if (this.isComplete) this.end(socket);
  }

  /**
   * A clean end tells most clients made on `fetch` that there is no more to come, and they stop for good, without a word. Without the
   * last chunk it is a failure to them, as a crash would be, and they come back. The frames arrive all the same: the connection is
   * closed (FIN) once they are out.
   */
  private end(socket: Socket): void {
    if (!this.comesBack) {
      this.response.end();
      return;
    }
    socket.destroySoon();
    // A process that stops exits once its sockets are closed, which is before the response says so.
    this.left();
  }

  private left(): void {
    this.unsubscribe();
    this.tellEnd?.(this.reason, this.framesSent);
    this.tellEnd = undefined;
  }

  private write(socket: Socket, frame: Frame): void {
    if (!frame.isLong) {
      socket.write(this.isChunked ? frame.chunk : frame.bytes);
      return;
    }
    socket.cork();
    frame.parts.forEach((part) => this.write(socket, part));
    socket.uncork();
  }
}
