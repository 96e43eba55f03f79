import type { Socket } from 'node:net';
import { Injectable, Logger } from '@nestjs/common';
import type { Response } from 'express';
import { Metrics } from '../../metrics/metrics.js';
import type { GoodbyeReason } from '../frames/frame.js';

/** Why a stream ended: its client left, or was too slow to be kept; or we said goodbye, and why. */
export type StreamEnd = 'client_left' | 'slow' | GoodbyeReason;

/** The streams of this process as an operator sees them: their number, what waits in them, and a line in the log as each ends. */
@Injectable()
export class OpenStreams {
  private readonly logger = new Logger('Stream');
  private readonly sockets = new Set<Socket>();

  constructor(private readonly metrics: Metrics) {
    metrics.streamsOpen.read = () => this.sockets.size;
    metrics.queuedBytes.read = () =>
      [...this.sockets].reduce((sum, { writableLength }) => sum + writableLength, 0);
  }

  /** A stream begins. Returns how to tell its end, and how many frames were written. */
  begin(socket: Socket, response: Response): (reason: StreamEnd, frames: number) => void {
    const since = performance.now();
    const before = socket.bytesWritten;
    this.sockets.add(socket);
    this.metrics.streamsOpened.inc();
    return (reason, frames) => {
      this.sockets.delete(socket);
      this.metrics.streamsClosed.inc({ reason });
      this.logger.log('stream ended', {
        reason,
        duration_ms: Math.round(performance.now() - since),
        bytes: socket.bytesWritten - before,
        frames,
        request_id: response.getHeader('X-Request-Id'),
      });
    };
  }
}
