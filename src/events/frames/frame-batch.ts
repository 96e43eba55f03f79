import { Frame } from './frame.js';

/** Bytes below which a copy into one buffer costs less than several writes to each socket. */
const LONG_BYTES = 64 * 1024;

/**
 * Frames that are sent at once. All streams that get a batch share its bytes: they are encoded once per process, when the first
 * stream writes them.
 */
export class FrameBatch {
  private chunks: readonly Buffer[] | undefined;
  private plain: readonly Buffer[] | undefined;

  constructor(readonly frames: readonly Frame[]) {}

  /** Whether its frames are written one by one: to join their bytes would copy what other streams share. */
  get isLong(): boolean {
    return this.frames.length > 1 && this.frames.reduce((sum, { length }) => sum + length, 0) > LONG_BYTES;
  }

  /** Ready to write to the socket of an HTTP/1.1 response with chunked encoding (RFC 9112 §7.1). */
  get httpChunks(): readonly Buffer[] {
    return (this.chunks ??= this.pieces().map((frame) => frame.chunk));
  }

  /** The same without chunked encoding, for HTTP/1.0. */
  get buffers(): readonly Buffer[] {
    return (this.plain ??= this.pieces().map((frame) => frame.bytes));
  }

  private pieces(): readonly Pick<Frame, 'chunk' | 'bytes'>[] {
    if (this.frames.length === 1 || this.isLong) return this.frames;
    return [Frame.joined(this.frames)];
  }
}
