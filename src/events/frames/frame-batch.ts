import { Frame, httpChunk } from './frame.js';
import type { GoodbyeReason } from '../../domain/goodbye.js';

/**
 * Up to this many bytes, copying the frames into one buffer costs less than several writes to each socket.
 */
const LONG_BYTES = 64 * 1024;

/**
 * Frames that are sent at the same time.
 * All streams that get a batch share its bytes: the first stream that writes the batch encodes it, once per
 * process.
 */
export class FrameBatch {
  private chunks: readonly Buffer[] | undefined;
  private plain: readonly Buffer[] | undefined;

  private leaders: FrameBatch | undefined;

  /** Cached goodbyes. Waits are multiples of 50 ms up to a minute, so there are a few thousand at most. */
  private static readonly goodbyes = new Map<string, FrameBatch>();

  constructor(readonly frames: readonly Frame[]) {}

  /**
   * The goodbye of a stream, shared by all streams that end with this reason and this `retry` in
   * milliseconds.
   */
  static goodbye(reason: GoodbyeReason, retry: number): FrameBatch {
    const key = `${reason} ${retry}`;
    const batch = this.goodbyes.get(key) ?? new FrameBatch([Frame.goodbye(reason, retry)]);
    this.goodbyes.set(key, batch);
    return batch;
  }

  /** The batch for leaders; the same object if leaders get no additional fields. */
  get forLeaders(): FrameBatch {
    return (this.leaders ??= this.frames.every((frame) => frame.forLeaders === frame)
      ? this
      : new FrameBatch(this.frames.map(({ forLeaders }) => forLeaders)));
  }

  /** Whether the frames are written one by one. Joining them would copy bytes that other streams share. */
  get isLong(): boolean {
    return this.frames.length > 1 && this.frames.reduce((sum, { size }) => sum + size, 0) > LONG_BYTES;
  }

  /** Buffers for the socket of an HTTP/1.1 response with chunked encoding (RFC 9112 §7.1). */
  get httpChunks(): readonly Buffer[] {
    return (this.chunks ??= this.isApart ? this.frames.map(({ chunk }) => chunk) : [httpChunk(this.text)]);
  }

  /** The same buffers without chunked encoding, for HTTP/1.0. */
  get buffers(): readonly Buffer[] {
    return (this.plain ??= this.isApart ? this.frames.map(({ bytes }) => bytes) : [Buffer.from(this.text)]);
  }

  /** A single frame keeps its own buffers, which other batches may share. */
  private get isApart(): boolean {
    return this.frames.length === 1 || this.isLong;
  }

  private get text(): string {
    return this.frames.join('');
  }
}
