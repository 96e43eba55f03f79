import type { Cleanup } from './cleanup.js';
import { until } from './until.js';

/** A stream as raw bytes, for tests of what an EventSource hides. */
export class RawStream {
  text = '';
  ended = false;
  /** Whether the body ended completely, and was not cut. */
  endedCleanly = false;

  private constructor(
    readonly response: Response,
    private readonly abort: AbortController,
  ) {
    void this.read();
  }

  static open(cleanup: Cleanup, url: string, meetingId: string, headers = {}): Promise<RawStream> {
    return RawStream.at(cleanup, `${url}/api/sse/events?meeting_id=${meetingId}`, headers);
  }

  static async at(cleanup: Cleanup, target: string, headers = {}): Promise<RawStream> {
    const abort = new AbortController();
    cleanup.add(() => abort.abort());
    return new RawStream(await fetch(target, { headers, signal: abort.signal }), abort);
  }

  contains(text: string): Promise<boolean> {
    return until(`the stream to contain ${JSON.stringify(text)}`, () => this.text.includes(text));
  }

  /** Closes the connection. */
  async leave(): Promise<void> {
    this.abort.abort();
    await until('the stream to be closed', () => this.ended);
  }

  private async read(): Promise<void> {
    const decoder = new TextDecoder();
    try {
      for await (const chunk of this.response.body ?? [])
        this.text += decoder.decode(chunk as Uint8Array, { stream: true });
      this.endedCleanly = true;
    } catch {
      // The test aborted the stream, or it was cut: in both cases it has ended.
    }
    this.ended = true;
  }
}
