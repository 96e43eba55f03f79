import type { Socket } from 'node:net';
import type { SseStream } from '@nestjs/core/router/sse-stream.js';
import type { Response } from 'express';
import { Observable, type Subscriber } from 'rxjs';
import { FrameBatch } from '../frames/frame-batch.js';
import { comesBack, type GoodbyeReason, type StreamEnd } from '../../domain/goodbye.js';
import { detachFromNest, ignoreAbortSignal, onNestPipe, sendOurHeaders } from './nest-sse.js';
import type { RegisteredStream } from './stream-registry.js';

/**
 * Bytes that may wait in memory for a client that does not read. Beyond them the stream is cut, and the
 * client resumes.
 */
export const MAX_QUEUED_BYTES = 256 * 1024;

/**
 * Batches that may wait for a connection that still answers an earlier request (pipelining). No browser does
 * that.
 */
const MAX_WAITING_BATCHES = 1_000;

/**
 * One client's stream, from the first frame to the last. Frames go straight to the socket, as bytes that all
 * streams share. Nest's own writer would encode each frame once per stream, and give each frame without an id
 * a made-up one, which would overwrite the client's cursor.
 *
 *   waiting ──first batch──▶ detached ──end()──▶ over
 *      └──the connection still answers an earlier request──▶ waiting for its turn
 *
 * **Waiting**: the response is Nest's, which notices a client that leaves, and answers with an error status
 * when opening fails. Should the first batch take long, since the store is slow, Nest sends the headers
 * meanwhile.
 *
 * **Detached**: Nest is done with the response, see {@link detachFromNest}. Nothing else writes to the
 * response or its socket, so our chunks and Node's own last chunk cannot get into each other's way.
 */
export class HttpStream implements RegisteredStream {
  framesSent = 0;
  /** Why the stream ended, once it is {@link closed}. */
  endReason: StreamEnd = 'client_left';

  private nest: Subscriber<never> | undefined;
  private piped: SseStream | undefined;
  private waiting: FrameBatch[] = [];
  private socket: Socket | undefined;
  private bytesBefore = 0;
  /**
   * Read once: V8 gives each response of Express a hidden class of its own, so each property access is slow.
   */
  private isChunked = true;
  /** `undefined` = over. */
  private endings: (() => void)[] | undefined = [];

  constructor(private readonly response: Response) {
    ignoreAbortSignal(response.req);
    onNestPipe(response, (piped) => {
      sendOurHeaders(response, piped);
      this.piped = piped;
    });
  }

  /**
   * The Observable that the handler returns to Nest: it runs `open` when Nest subscribes, and emits nothing.
   * An error of `open` goes to Nest.
   */
  serve(open: (stream: HttpStream) => void): Observable<never> {
    return new Observable((nest) => {
      if (this.response.req.method === 'HEAD') {
        nest.complete();
        return;
      }
      this.nest = nest;
      open(this);
      return () => this.leftByNest();
    });
  }

  get closed(): boolean {
    return this.endings === undefined;
  }

  get queuedBytes(): number {
    return this.socket?.writableLength ?? 0;
  }

  get bytesSent(): number {
    return this.socket ? this.socket.bytesWritten - this.bytesBefore : 0;
  }

  get requestId(): unknown {
    return this.response.getHeader('X-Request-Id');
  }

  onEnd(fn: () => void): void {
    if (this.endings) this.endings.push(fn);
    else fn();
  }

  send(batch: FrameBatch): void {
    if (this.closed) return;
    this.framesSent += batch.frames.length;
    if (!this.socket) this.wait(batch);
    else if (this.socket.writableLength <= MAX_QUEUED_BYTES) this.write(this.socket, batch);
    else {
      this.endReason = 'slow';
      this.socket.destroy();
    }
  }

  end(reason: GoodbyeReason, retryMs: number): void {
    if (this.closed) return;
    this.endReason = reason;
    this.send(FrameBatch.goodbye(reason, retryMs));
    if (this.socket) this.endBody(this.socket);
    this.finish();
  }

  private wait(batch: FrameBatch): void {
    const waiting = this.waiting.push(batch);
    if (waiting === 1) this.detach();
    else if (waiting > MAX_WAITING_BATCHES) this.response.req.socket.destroy();
  }

  private detach(): void {
    const { response, nest } = this;
    const { socket } = response;
    if (!nest) return;
    if (!socket) {
      // Node writes the headers right after this event.
      response.once('socket', () => queueMicrotask(() => this.detach()));
      return;
    }
    // Sends the headers and the first frames as one packet.
    socket.cork();
    this.nest = undefined;
    this.bytesBefore = socket.bytesWritten;
    this.socket = socket;
    detachFromNest(response, nest, this.piped);
    this.piped = undefined;
    // A client of HTTP/1.0 knows no chunks: the end of the connection is the end of the body.
    this.isChunked = response.chunkedEncoding;
    response.on('close', () => this.finish());
    this.write(socket, new FrameBatch(this.waiting.flatMap(({ frames }) => frames)));
    this.waiting = [];
    socket.uncork();
    // The stream ended while it waited for its turn.
    if (this.closed) this.endBody(socket);
  }

  /** Nest is done with the stream: its client left, unless the stream is detached by now. */
  private leftByNest(): void {
    if (!this.nest) return;
    this.nest = undefined;
    this.finish();
  }

  /**
   * Ends the body, without its last chunk if the client shall reconnect. Most clients based on `fetch` take a
   * complete body for the end of the stream, and stop silently for good. Without the last chunk, the end
   * looks like a crash, so they reconnect. The frames still arrive: the connection is closed (FIN) after they
   * are sent.
   */
  private endBody(socket: Socket): void {
    const { endReason } = this;
    if (endReason === 'client_left' || endReason === 'slow') return;
    if (comesBack(endReason)) socket.destroySoon();
    else this.response.end();
  }

  private finish(): void {
    const endings = this.endings ?? [];
    this.endings = undefined;
    for (const run of endings) run();
  }

  private write(socket: Socket, batch: FrameBatch): void {
    const pieces = this.isChunked ? batch.httpChunks : batch.buffers;
    if (pieces.length > 1) socket.cork();
    for (const piece of pieces) socket.write(piece);
    if (pieces.length > 1) socket.uncork();
  }
}
