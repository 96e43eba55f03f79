import type { Socket } from 'node:net';
import { Logger } from '@nestjs/common';
import type { Response } from 'express';
import { Subscription, type Observable, type Observer, type Subscriber } from 'rxjs';
import { Frame } from './frame.js';
import { takeFromNest } from './nest-pipe.js';
import type { OpenStreams, StreamEnd } from './open-streams.js';

/** What may wait in memory for one client that does not read, in bytes. Beyond it the stream is cut; the client resumes. */
export const MAX_QUEUED_BYTES = 256 * 1024;

/** Frames that may wait for a connection that still answers an earlier request (pipelining). No browser does that. */
const MAX_WAITING_FRAMES = 1_000;

/**
 * The answer to one member, from the first frame to the last. It goes through these states:
 *
 *   waiting ──headers sent──▶ ours ──frames complete──▶ ended
 *      └──the connection still answers an earlier request──▶ waiting for its turn
 *
 * **Waiting**: Nest sends the headers, and sees a client leave. Until they are out a failing handler can still answer with an error
 * status, so the first frames wait for them.
 *
 * **Ours**: to Nest the Observable is complete, and the stream it pipes into the response is unpiped, so that it does not end the
 * response. What Nest and Express keep for a running request (two thirds of a stream's memory) is free from then on. Frames
 * go to the socket beneath the response; nothing else writes to either, so our chunks and Node's own last one, at `end()`, cannot
 * get into each other's way.
 *
 * It is its own Subscription, which RxJS takes for a Subscriber and calls directly: one of its own before each of thousands of
 * sockets would be so much more memory to wait for.
 */
export class StreamResponse extends Subscription implements Observer<Frame> {
  private static readonly logger = new Logger('Stream');

  /** While waiting. */
  private nest: Subscriber<never> | undefined;
  private waiting: Frame[] = [];
  private timer: NodeJS.Timeout | undefined;
  private uncork: (() => void) | undefined;

  /** Once it is ours. */
  private socket: Socket | undefined;
  private tellEnd: ReturnType<OpenStreams['begin']> | undefined;

  private isComplete = false;
  private reason: StreamEnd = 'client_left';
  private framesSent = 0;
  /** Asked once: each response is a class of its own to V8, by what Express does to it, and asking is slow. */
  private isChunked = true;

  constructor(
    private readonly response: Response,
    private readonly streams: OpenStreams,
  ) {
    super();
  }

  begin(frames: Observable<Frame>, nest: Subscriber<never>): void {
    this.nest = nest;
    // What is ready by then goes out with the headers, as one packet.
    this.uncork = cork(this.response.socket);
    this.lookSoon();
    frames.subscribe(this);
  }

  /** Nest is through with it. Unless it is ours by now, that is the end. */
  abandon(): void {
    if (!this.nest) return;
    this.nest = undefined;
    clearTimeout(this.timer);
    this.response.off('socket', this.lookSoon);
    this.uncork?.();
    this.unsubscribe();
  }

  next(frame: Frame): void {
    // The last chunk is out.
    if (this.isComplete) return;
    this.framesSent += frame.size;
    this.reason = frame.goodbyeReason ?? this.reason;
    if (!this.socket) {
      if (this.waiting.push(frame) > MAX_WAITING_FRAMES) this.response.req.socket.destroy();
    } else if (this.socket.writableLength > MAX_QUEUED_BYTES) {
      this.reason = 'slow';
      this.socket.destroy();
    } else this.write(this.socket, frame);
  }

  error(error: unknown): void {
    if (this.nest) {
      this.nest.error(error);
      return;
    }
    StreamResponse.logger.error(error);
    this.response.destroy();
  }

  complete(): void {
    this.isComplete = true;
    if (this.socket) this.response.end();
  }

  /** Nest sends the headers from a timer that it set before it subscribed; timers of one duration run in their order. */
  private readonly lookSoon = (): void => {
    this.timer = setTimeout(() => this.look(), 0);
  };

  private look(): void {
    const { response } = this;
    if (!response.headersSent) this.lookSoon();
    else if (!response.socket) response.once('socket', this.lookSoon);
    else if (response.req.method === 'HEAD') this.nest?.complete();
    else this.takeOver(response.socket);
  }

  private takeOver(socket: Socket): void {
    const { response } = this;
    this.socket = socket;
    // To a client of HTTP/1.0, which knows no chunks, the end of the connection is the end of the body.
    this.isChunked = response.chunkedEncoding;
    this.tellEnd = this.streams.begin(socket, response);
    response.on('close', () => this.left());
    this.dismissNest();
    if (this.waiting.length > 0) this.write(socket, Frame.joined(this.waiting));
    this.waiting = [];
    this.uncork?.();
    this.uncork = undefined;
    if (this.isComplete) response.end();
  }

  private dismissNest(): void {
    const { nest } = this;
    this.nest = this.timer = undefined;
    if (nest) takeFromNest(this.response, nest);
  }

  private left(): void {
    this.unsubscribe();
    this.tellEnd?.(this.reason, this.framesSent);
  }

  private write(socket: Socket, frame: Frame): void {
    socket.write(this.isChunked ? frame.chunk : frame.bytes);
  }
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
